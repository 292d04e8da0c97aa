namespace Tandem;

/// <summary>What an invented person thinks of a product.</summary>
/// <param name="User">The number of the person.</param>
/// <param name="Product">The number of the product.</param>
/// <param name="Stars">From 1 to 5.</param>
internal readonly record struct SampleReview(int User, int Product, int Stars);
