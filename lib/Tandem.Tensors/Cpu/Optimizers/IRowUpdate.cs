namespace Tandem.Tensors;

/// <summary>The arithmetic of an optimiser on a run of weights; <see cref="RowUpdateLoop{TUpdate}"/> drives it. Its fields are the weights, their state and the rates.</summary>
internal unsafe interface IRowUpdate
{
    /// <summary>Updates the weights from <paramref name="weight"/> on, one vector of them, with their gradient.</summary>
    void Apply<TSimd, TVector>(long weight, float* gradient)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>Asks for the cache lines of a weight and of its state, which will be updated soon.</summary>
    void Expect(long weight);
}
