namespace Tandem.Tensors;

/// <summary>The arithmetic of an elementwise function of two arguments; <see cref="ElementwiseLoop{TFunction}"/> drives it.</summary>
internal interface IBinaryFunction
{
    /// <summary>The value for each lane.</summary>
    static abstract TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
