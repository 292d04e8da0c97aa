using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An invented data set with the columns and the shape of Amazon's 5-core reviews of musical instruments: everybody reviews five products or more and every
/// product is reviewed by five people or more; the texts tell what the product is and how much it is liked. The same on every machine.
/// </summary>
internal static class AmazonInstrumentsSample
{
    private const int UserCount = 400;
    private const int ProductCount = 250;
    private const int ReviewCount = 2_900;
    private const int Core = 5;

    public static AmazonReviews Generate(DataSource source)
    {
        var random = new SeededRandom(2014);
        var counts = Draws.Divide(ReviewCount, Draws.LongTail(UserCount, flatness: 20, random), Core, random);
        var reviewers = new SampleReviewers(ProductCount, SampleReviewTexts.KindCount, flatness: 40, counts, random);
        SampleReview[] reviews = [.. reviewers.Reviews, .. FillUp(reviewers.Reviews, random)];
        var texts = new SampleReviewTexts(random);
        var ratings = AmazonTables.Ratings(
            reviews,
            new StringDictionary(SampleIds.Alphanumeric("A", 14, UserCount, random)),
            AmazonTables.ProductIds(ProductCount, random),
            AmazonTables.DaysAfterLaunch(reviews, ProductCount, random));
        var table = Table.FromColumns(
        [
            .. ratings.Columns,
            new StringColumn("summary", Array.ConvertAll(reviews, review => texts.Summary(reviewers.Kind[review.Product], review.Stars))),
            new StringColumn("text", Array.ConvertAll(reviews, review => texts.Write(reviewers.Kind[review.Product], review.Stars))),
        ]);
        return new AmazonReviews(table.Sort("product_id"), source);
    }

    /// <summary>Further reviews for the products that have too few.</summary>
    private static List<SampleReview> FillUp(SampleReview[] reviews, SeededRandom random)
    {
        var pairs = reviews.Select(review => (review.User, review.Product)).ToHashSet();
        var counts = new int[ProductCount];
        foreach (var review in reviews)
        {
            counts[review.Product]++;
        }

        var further = new List<SampleReview>();
        for (var product = 0; product < ProductCount; product++)
        {
            while (counts[product] < Core)
            {
                var user = random.NextInt(UserCount);
                if (pairs.Add((user, product)))
                {
                    further.Add(new SampleReview(user, product, 5 - Math.Min(random.NextInt(4), random.NextInt(4))));
                    counts[product]++;
                }
            }
        }

        return further;
    }
}
