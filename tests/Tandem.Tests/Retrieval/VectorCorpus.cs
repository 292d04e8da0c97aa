namespace Tandem.Tests;

/// <summary>Users and items whose scores are small integers: exact in any order of summation, and full of ties.</summary>
/// <param name="Users">Embeds a user's id.</param>
/// <param name="Items">Embeds items.</param>
/// <param name="Candidates">The items.</param>
/// <param name="Scores">All items' scores for a user.</param>
internal sealed record VectorCorpus(Tower Users, Tower Items, Table Candidates, Func<string, double[]> Scores)
{
    private const int Dimension = 5;
    private const int PlaceDimension = 2;

    /// <summary>Computes what <see cref="Users"/> does from a user's id and place.</summary>
    public required Tower UsersWithPlaces { get; init; }

    /// <summary>The users with their places.</summary>
    public required Table Queries { get; init; }

    public static VectorCorpus Create(string[] userIds, string[] itemIds, int seed)
    {
        var random = new Random(seed);
        var (users, items) = (Integers(random, userIds.Length), Integers(random, itemIds.Length));
        var ids = FixedTower.Ids("user", Enumerable.Range(0, users.Length));
        return new VectorCorpus(
            FixedTower.Of("user", users),
            FixedTower.Of("item", items),
            Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, items.Length)), new StringColumn("title", itemIds)),
            id => [.. items.Select(item => item.Zip(users[int.Parse(id)], (a, b) => (double)a * b).Sum())])
        {
            UsersWithPlaces = Tower.Of(
                FixedTower.Of("user", Array.ConvertAll(users, user => user[..^PlaceDimension])).Features[0],
                FixedTower.Of("place", Array.ConvertAll(users, user => user[^PlaceDimension..])).Features[0]),
            Queries = Table.FromColumns(ids, FixedTower.Ids("place", Enumerable.Range(0, users.Length))),
        };
    }

    private static float[][] Integers(Random random, int rows) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, Dimension).Select(_ => (float)random.Next(-2, 3)).ToArray())];
}
