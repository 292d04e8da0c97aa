using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An invented data set with the columns and the shape of Amazon's ratings of electronics as collected in 2023: sorted by time, in milliseconds, with tastes
/// that can be learnt of those who rate several products. The same on every machine.
/// </summary>
internal static class AmazonReviews2023Sample
{
    private const int UserCount = 3_000;
    private const int ProductCount = 900;
    private const int KindCount = 30;

    // After 1, 2, … ratings.
    private static readonly WeightedChoice _counts = new([30, 18, 14, 10, 8, 6, 5, 4, 3, 2]);
    private static readonly WeightedChoice _votes = new([80, 10, 4, 2, 1, 1, 1, 1]);
    private static readonly DateTime _first = new(2005, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static AmazonReviews Generate(DataSource source)
    {
        var random = new SeededRandom(2023);
        var reviewers = new SampleReviewers(ProductCount, KindCount, flatness: 250, Draws.Many(UserCount, () => 1 + _counts.Next(random)), random);
        var reviews = reviewers.Reviews;
        var times = Draws.Many(reviews.Length, () => DrawTime(random));
        Array.Sort(times);
        var ratings = AmazonTables.Ratings(
            reviews,
            new StringDictionary(SampleIds.Alphanumeric("A", 28, UserCount, random)),
            AmazonTables.ProductIds(ProductCount, random),
            times);
        return new AmazonReviews(
            Table.FromColumns(
            [
                .. ratings.Columns,
                new BoolColumn("verified_purchase", Draws.Many(reviews.Length, () => random.NextInt(100) < 88)),
                new LongColumn("helpful_vote", Draws.Many(reviews.Length, () => (long)_votes.Next(random) * (1 + random.NextInt(3)))),
                new StringColumn("split", Enumerable.Range(0, reviews.Length).Select(row => SplitOf(row, reviews.Length))),
            ]),
            source);
    }

    /// <summary>The last 15 % of the time are for the test, the 15 % before for validation.</summary>
    private static string SplitOf(int row, int rows) => (100 * row / rows) switch { < 70 => "train", < 85 => "val", _ => "test" };

    /// <summary>More and more from year to year; the publisher gives milliseconds from 2018 on.</summary>
    private static DateTime DrawTime(SeededRandom random)
    {
        const int minutes = 18 * 365 * 24 * 60;
        var time = _first.AddMinutes(Math.Max(random.NextInt(minutes), random.NextInt(minutes))).AddSeconds(random.NextInt(60));
        return time.Year < 2018 ? time : time.AddMilliseconds(random.NextInt(1_000));
    }
}
