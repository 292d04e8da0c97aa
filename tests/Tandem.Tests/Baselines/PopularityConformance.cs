namespace Tandem.Tests;

/// <summary>Against counts.</summary>
public sealed class PopularityConformance : TopKIndexConformance
{
    private protected override bool AnswersAnybody => true;

    private protected override (TopKIndex Index, Func<string, double[]> Scores) Create(int seed)
    {
        var random = new Random(seed);
        double[] counts = [.. ItemIds.Select(_ => (double)random.Next(1, 30))];
        var column = ItemIds.Concat(ItemIds.Zip(counts, (item, count) => Enumerable.Repeat(item, (int)count - 1)).SelectMany(items => items));
        return (new Popularity(new StringColumn("item", column)), _ => counts);
    }
}
