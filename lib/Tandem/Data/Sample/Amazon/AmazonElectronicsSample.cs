using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An invented data set with the columns and the shape of Amazon's ratings of electronics: sorted by product, dated to the day, and by people most of whom
/// rate one product only, so that there is hardly a taste to learn. The same on every machine.
/// </summary>
internal static class AmazonElectronicsSample
{
    private const int UserCount = 14_000;
    private const int ProductCount = 340;
    private const int KindCount = 17;

    // After 1, 2, … ratings.
    private static readonly WeightedChoice _counts = new([80, 13, 4, 1, 1, 1]);

    public static AmazonReviews Generate(DataSource source)
    {
        var random = new SeededRandom(1996);
        var reviewers = new SampleReviewers(ProductCount, KindCount, flatness: 80, Draws.Many(UserCount, () => 1 + _counts.Next(random)), random);
        var table = AmazonTables.Ratings(
            reviewers.Reviews,
            new StringDictionary(SampleIds.Alphanumeric("A", 14, UserCount, random)),
            AmazonTables.ProductIds(ProductCount, random),
            AmazonTables.DaysAfterLaunch(reviewers.Reviews, ProductCount, random));
        return new AmazonReviews(table.Sort("product_id"), source);
    }
}
