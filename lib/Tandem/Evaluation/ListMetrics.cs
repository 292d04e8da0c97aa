namespace Tandem;

/// <summary>What lists of recommendations are like beyond their accuracy, at one k.</summary>
internal sealed class ListMetrics(TopKIndex index, int k, Popularity? popularity)
{
    /// <summary>Measures lists; nothing when all are empty.</summary>
    public IEnumerable<KeyValuePair<string, double>> Measure(TopKRows found)
    {
        var times = new long[index.Count];
        for (var query = 0; query < found.Queries; query++)
        {
            var list = found.Of(query);
            foreach (var row in list[..Math.Min(k, list.Length)])
            {
                times[row]++;
            }
        }

        double total = times.Sum();
        if (total == 0)
        {
            yield break;
        }

        yield return new($"coverage_at_{k}", times.Count(count => count > 0) / (double)times.Length);
        yield return new($"gini_at_{k}", Gini(times, total));
        if (popularity is not null)
        {
            yield return new($"novelty_at_{k}", times.Select((count, row) => count * SelfInformation(row)).Sum() / total);
            yield return new($"mean_popularity_at_{k}", times.Select((count, row) => (double)count * CountOf(row)).Sum() / total);
        }
    }

    private static double Gini(long[] times, double total)
    {
        var (n, sum) = (times.Length, 0.0);
        foreach (var (i, count) in times.Order().Index())
        {
            sum += ((2.0 * (i + 1)) - n - 1) * count;
        }

        return sum / (n * total);
    }

    /// <summary>−log₂ of the candidate's share of the training rows; one that has none counts as if it had one.</summary>
    private double SelfInformation(int row) => -Math.Log2(Math.Max(1, CountOf(row)) / (double)popularity!.Total);

    private long CountOf(int row) => popularity!.Counts.GetValueOrDefault(index.Identifiers[row]);
}
