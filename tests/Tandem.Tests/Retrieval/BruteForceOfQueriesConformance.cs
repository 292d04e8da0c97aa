namespace Tandem.Tests;

/// <summary>An index whose query tower reads more than an id, and which has the table of its queries, answers ids as any index does.</summary>
public sealed class BruteForceOfQueriesConformance : TopKIndexConformance
{
    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var corpus = VectorCorpus.Create(UserIds, ItemIds, seed);
        return (new BruteForce(corpus.UsersWithPlaces, corpus.Items, corpus.Candidates, "title", queries: corpus.Queries), corpus.Scores);
    }
}
