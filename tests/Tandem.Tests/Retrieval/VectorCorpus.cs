namespace Tandem.Tests;

/// <summary>Users and items whose scores are small integers: exact in any order of summation, and full of ties.</summary>
internal sealed record VectorCorpus(Tower Users, Tower Items, Table Candidates, Func<string, double[]> Scores)
{
    private const int Dimension = 5;

    public static VectorCorpus Create(string[] userIds, string[] itemIds, int seed)
    {
        var random = new Random(seed);
        var (users, items) = (Integers(random, userIds.Length), Integers(random, itemIds.Length));
        return new VectorCorpus(
            FixedTower.Of("user", users),
            FixedTower.Of("item", items),
            Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, items.Length)), new StringColumn("title", itemIds)),
            id => [.. items.Select(item => item.Zip(users[int.Parse(id)], (a, b) => (double)a * b).Sum())]);
    }

    private static float[][] Integers(Random random, int rows) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, Dimension).Select(_ => (float)random.Next(-2, 3)).ToArray())];
}
