namespace Tandem;

/// <summary>
/// Puts numbers into buckets, as Keras' layer of the same name: the boundaries 0, 1, 2 make the buckets (−∞, 0), [0, 1), [1, 2) and [2, ∞), and
/// a number's bucket is the number of boundaries that do not exceed it. Immutable.
/// </summary>
public sealed class Discretization : ColumnIndexer
{
    private readonly double[] _boundaries;

    /// <summary>Creates buckets.</summary>
    /// <param name="boundaries">The boundaries between buckets, ascending.</param>
    /// <exception cref="ArgumentException">There is none, one is not finite, or two do not ascend; the message names the position.</exception>
    public Discretization(params ReadOnlySpan<double> boundaries)
    {
        if (boundaries.Length == 0)
        {
            throw new ArgumentException("A discretisation needs at least one boundary, which makes two buckets.", nameof(boundaries));
        }

        for (var i = 0; i < boundaries.Length; i++)
        {
            if (!double.IsFinite(boundaries[i]))
            {
                throw new ArgumentException($"Boundary {i} is {boundaries[i]}: give finite numbers; the first and the last bucket have no end anyway.", nameof(boundaries));
            }

            if (i > 0 && boundaries[i] <= boundaries[i - 1])
            {
                throw new ArgumentException($"Boundaries ascend; boundary {i}, {boundaries[i]}, does not exceed the one before it, {boundaries[i - 1]}. Sort them and give each once.", nameof(boundaries));
            }
        }

        _boundaries = boundaries.ToArray();
    }

    /// <summary>The number of buckets: one more than there are boundaries.</summary>
    public override int VocabularySize => _boundaries.Length + 1;

    /// <summary>The boundaries between buckets, ascending.</summary>
    public ReadOnlySpan<double> Boundaries => _boundaries;

    /// <summary>Learns boundaries between which a column has about as many rows each.</summary>
    /// <param name="column">Numbers, truth values or times (seconds since 1970-01-01 UTC).</param>
    /// <param name="buckets">The number of buckets. Fewer come out where a value is so frequent that several boundaries fall on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two buckets.</exception>
    /// <exception cref="ArgumentException">The column has no rows, or holds text.</exception>
    /// <exception cref="InvalidDataException">A value is missing, NaN or infinite; the message names column and row.</exception>
    /// <remarks>
    /// The boundaries are the exact quantiles at 1/buckets, 2/buckets, …, linear between the sorted values at i/rows (type 4 of Hyndman and Fan,
    /// The American Statistician 50(4), 1996). Keras' sketch gives the same up to 100 rows and values within its epsilon in rank beyond.
    /// </remarks>
    public static Discretization Adapt(Column column, int buckets)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 2);
        if (column.Length == 0)
        {
            throw new ArgumentException($"Column '{column.Name}' has no rows, so it has no quantiles.", nameof(column));
        }

        var sorted = NumericColumns.ToDoubles(column);
        Array.Sort(sorted);
        return new Discretization([.. Enumerable.Range(1, buckets - 1).Select(i => Quantile(sorted, (double)i / buckets)).Distinct()]);
    }

    /// <summary>The bucket of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is NaN.</exception>
    public int this[double value]
    {
        get
        {
            if (double.IsNaN(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), "NaN belongs to no bucket: leave it out or replace it.");
            }

            var place = Array.BinarySearch(_boundaries, value);
            return place >= 0 ? place + 1 : ~place;
        }
    }

    /// <summary>The bucket of each row's value.</summary>
    /// <exception cref="ArgumentException">The column holds text.</exception>
    /// <exception cref="InvalidDataException">A value is missing, NaN or infinite; the message names column and row.</exception>
    public override int[] Apply(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Array.ConvertAll(NumericColumns.ToDoubles(column), value => this[value]);
    }

    private static double Quantile(double[] sorted, double fraction)
    {
        var position = (fraction * sorted.Length) - 1;
        var below = (int)Math.Floor(position);
        return below < 0 ? sorted[0]
            : below + 1 >= sorted.Length ? sorted[^1]
            : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
