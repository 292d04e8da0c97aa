using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An invented data set with the columns and the shape of Babyshop's: customers who are true to a few brands and whose children grow, a wide catalogue with a
/// long tail. What brand, group and gender tell is more than what the ids alone teach. The same on every machine.
/// </summary>
internal static class BabyshopSample
{
    private const int UserCount = 3_000;
    private const int ItemCount = 2_500;
    private const int TrainCount = 40_000;
    private const int TestCount = 6_000;
    private const int FewestPairs = 2;

    public static Babyshop Generate(DataSource source)
    {
        var random = new SeededRandom(2021);
        var catalogue = new BabyshopCatalogue(ItemCount, random);
        var userIds = new StringDictionary(SampleIds.Signed(UserCount, random));
        var pairs = DrawPairs(catalogue, random);
        random.Shuffle(pairs.AsSpan());
        return new Babyshop(
            PairsToTable(pairs[..TrainCount], catalogue, userIds),
            PairsToTable(pairs[TrainCount..], catalogue, userIds),
            catalogue.ToTable(random),
            UsersToTable(userIds, random),
            source);
    }

    private static (int User, int Item, int Month)[] DrawPairs(BabyshopCatalogue catalogue, SeededRandom random)
    {
        var diligence = Draws.LongTail(UserCount, flatness: 800, random);
        var counts = Draws.Divide(TrainCount + TestCount, diligence, FewestPairs, random);
        var pairs = new List<(int, int, int)>(TrainCount + TestCount);
        for (var user = 0; user < UserCount; user++)
        {
            foreach (var (item, month) in new BabyshopCustomer(catalogue, random).Draw(counts[user], random))
            {
                pairs.Add((user, item, month));
            }
        }

        return [.. pairs];
    }

    private static Table PairsToTable((int User, int Item, int Month)[] pairs, BabyshopCatalogue catalogue, StringDictionary userIds)
    {
        var items = Array.ConvertAll(pairs, pair => pair.Item);
        return Table.FromColumns(
        [
            new StringColumn("user_no", Array.ConvertAll(pairs, pair => pair.User), userIds),
            catalogue.IdsOf(items),
            .. catalogue.Describe(items),
            new LongColumn("first_interaction_month", Array.ConvertAll(pairs, pair => (long)pair.Month)),
        ]);
    }

    /// <summary>The publisher knows only some of the users.</summary>
    private static Table UsersToTable(StringDictionary userIds, SeededRandom random)
    {
        var known = random.Permutation(UserCount)[..(UserCount * 3 / 5)];
        return Table.FromColumns(
            new StringColumn("user_no", known, userIds),
            new StringColumn("country", known.Select(_ => "sweden")),
            new DoubleColumn("aov", Draws.Many(known.Length, () => (100 + random.NextInt(60) * random.NextInt(60)) * 8 / 10.0)),
            new DoubleColumn("avg_markdown", Draws.Many(known.Length, () => -Math.Min(random.NextInt(66), random.NextInt(80)) / 100.0)));
    }
}
