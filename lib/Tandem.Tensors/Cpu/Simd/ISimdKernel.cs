namespace Tandem.Tensors;

/// <summary>A kernel written once for all vector widths: its arguments are its fields.</summary>
internal interface ISimdKernel
{
    /// <summary>Runs the kernel with the operations of <typeparamref name="TSimd"/>.</summary>
    void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
