namespace Tandem.Tests;

public sealed class BruteForceConformance : TopKIndexConformance
{
    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var corpus = VectorCorpus.Create(UserIds, ItemIds, seed);
        return (new BruteForce(corpus.Users, corpus.Items, corpus.Candidates, "title"), corpus.Scores);
    }
}
