namespace Tandem.Tests;

/// <summary>Against inner products of its factors.</summary>
public sealed class BprMatrixFactorizationConformance : TopKIndexConformance
{
    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var model = new BprMatrixFactorization(new RandomInteractions(UserIds, ItemIds, seed).Interactions, factors: 6, iterations: 2, seed: seed);
        return (model, id => FactorReference.Scores(model, id));
    }
}
