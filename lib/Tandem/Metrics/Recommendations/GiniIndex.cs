namespace Tandem;

/// <summary>
/// How unevenly recommendations fall on the catalogue: 0 when every candidate is recommended equally often, close to 1 when one is always, as the
/// Gini coefficient of incomes. Absent from results when nothing was recommended.
/// </summary>
public sealed class GiniIndex : ExposureMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="catalog">All candidates there are, such as the identifiers of an index.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentException">The catalogue is empty, or holds a candidate twice.</exception>
    public GiniIndex(IEnumerable<string> catalog, string name = "gini_index")
        : base(catalog, name)
    {
    }

    /// <summary>Σᵢ (2i − n − 1)·xᵢ / (n·Σ x), the counts x in ascending order, i from 1.</summary>
    private protected override double Measure(long[] times)
    {
        Array.Sort(times);
        double sum = 0, total = 0;
        for (var i = 0; i < times.Length; i++)
        {
            sum += ((2.0 * (i + 1)) - times.Length - 1) * times[i];
            total += times[i];
        }

        return sum / (times.Length * total);
    }
}
