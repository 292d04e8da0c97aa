namespace Tandem.Tests;

public sealed class StreamingConformance : TopKIndexConformance
{
    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var corpus = VectorCorpus.Create(UserIds, ItemIds, seed);
        return (new Streaming(corpus.Users, corpus.Items, corpus.Candidates, "title", blockRows: 1 + (Math.Abs(seed) % 17)), corpus.Scores);
    }
}
