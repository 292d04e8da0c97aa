namespace Tandem;

/// <summary>How much of the catalogue is recommended to anybody. Absent from results when nothing was recommended.</summary>
public sealed class CatalogCoverage : ExposureMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="catalog">All candidates there are, such as the identifiers of an index.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentException">The catalogue is empty, or holds a candidate twice.</exception>
    public CatalogCoverage(IEnumerable<string> catalog, string name = "catalog_coverage")
        : base(catalog, name)
    {
    }

    private protected override double Measure(long[] times) => times.Count(count => count > 0) / (double)times.Length;
}
