namespace Tandem.Tests;

/// <summary>Against the closed form in float64.</summary>
public sealed class EaseConformance : TopKIndexConformance
{
    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        const float regularization = 2;
        var data = new RandomInteractions(UserIds, ItemIds, seed);
        var weights = LinearReference.Ease(data.Gram(), regularization);
        return (new Ease(data.Interactions, regularization), id => data.Scores(Array.IndexOf(UserIds, id), weights));
    }
}
