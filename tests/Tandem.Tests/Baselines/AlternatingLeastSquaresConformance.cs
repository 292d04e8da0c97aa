namespace Tandem.Tests;

/// <summary>Against inner products of its factors.</summary>
public sealed class AlternatingLeastSquaresConformance : TopKIndexConformance
{
    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var model = new AlternatingLeastSquares(
            new RandomInteractions(UserIds, ItemIds, seed).Interactions, factors: 6, regularization: 0.1f, iterations: 2, seed: seed);
        return (model, id => FactorReference.Scores(model, id));
    }
}
