namespace Tandem;

/// <summary>Ratings or reviews of Amazon's products in one category.</summary>
/// <param name="Reviews">user_id, product_id (text), rating (double, 1 to 5), timestamp, and what else the publisher gives: see the methods of <see cref="Datasets"/>.</param>
/// <param name="Source">Where the rows come from.</param>
public sealed record AmazonReviews(Table Reviews, DataSource Source)
{
    /// <summary>For a reader: what the data are, how much of them there is, and whether they are real.</summary>
    public string Description => Source.Describe($"{Reviews.RowCount:N0} ratings of {Reviews.Distinct("product_id").RowCount:N0} products by {Reviews.Distinct("user_id").RowCount:N0} users");
}
