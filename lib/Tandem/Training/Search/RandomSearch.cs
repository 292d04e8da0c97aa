using Tandem.Tensors;

namespace Tandem;

/// <summary>Tries values drawn by chance, which finds good ones with fewer trials than a grid (Bergstra and Bengio, JMLR 13, 2012).</summary>
public sealed class RandomSearch : HyperParameterSearch
{
    private readonly SearchSpace _space;
    private readonly int _trials;
    private readonly int _seed;

    /// <summary>A search by chance.</summary>
    /// <param name="space">What to vary.</param>
    /// <param name="trials">How many trials to make.</param>
    /// <param name="seed">Of the draws: the same seed tries the same values.</param>
    /// <exception cref="ArgumentException">The space is empty, or the number of trials not positive.</exception>
    public RandomSearch(SearchSpace space, int trials, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        _space = space.Names.Count > 0 ? space : throw new ArgumentException("The search space is empty: add hyper-parameters to it.", nameof(space));
        (_trials, _seed) = (trials, seed);
    }

    /// <inheritdoc/>
    public override IEnumerable<HyperParameters> Trials
    {
        get
        {
            var random = new SeededRandom(_seed);
            for (var trial = 0; trial < _trials; trial++)
            {
                yield return new HyperParameters(_space.Dimensions.Select(dimension => KeyValuePair.Create(dimension.Name, dimension.Draw(random))).ToArray());
            }
        }
    }
}
