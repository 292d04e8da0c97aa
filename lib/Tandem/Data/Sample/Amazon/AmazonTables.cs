using Tandem.Tensors;

namespace Tandem;

/// <summary>What Amazon's tables have in common.</summary>
internal static class AmazonTables
{
    private const int Days = 5_000;
    private static readonly DateTime _firstDay = new(2000, 10, 1, 0, 0, 0, DateTimeKind.Utc);

    public static StringDictionary ProductIds(int count, SeededRandom random) => new(SampleIds.Alphanumeric("B00", 10, count, random));

    /// <summary>The columns of every table of ratings, in the order of the reviews.</summary>
    public static Table Ratings(SampleReview[] reviews, StringDictionary userIds, StringDictionary productIds, DateTime[] times) => Table.FromColumns(
        new StringColumn("user_id", Array.ConvertAll(reviews, review => review.User), userIds),
        new StringColumn("product_id", Array.ConvertAll(reviews, review => review.Product), productIds),
        new DoubleColumn("rating", Array.ConvertAll(reviews, review => (double)review.Stars)),
        new TimestampColumn("timestamp", times));

    /// <summary>A day for each review, after its product came out, in a growing shop.</summary>
    public static DateTime[] DaysAfterLaunch(SampleReview[] reviews, int productCount, SeededRandom random)
    {
        var launches = Draws.Many(productCount, () => Math.Max(random.NextInt(Days), random.NextInt(Days)));
        return Array.ConvertAll(reviews, review => _firstDay.AddDays(launches[review.Product] + random.NextInt(Days - launches[review.Product])));
    }
}
