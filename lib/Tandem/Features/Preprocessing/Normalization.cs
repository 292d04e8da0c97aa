using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Shifts and scales numbers to mean 0 and variance 1, as Keras' layer of the same name: <c>(x − mean) / max(√variance, 1e-7)</c>, for each of one
/// or more columns. Immutable.
/// </summary>
/// <remarks>
/// Statistics and differences are computed in double precision and rounded to float32 last. Keras computes in float32, which near
/// 1.5e9, where Unix times are, steps by 128 seconds.
/// </remarks>
public sealed class Normalization
{
    private const double LeastDeviation = 1e-7;

    private readonly double[] _means;
    private readonly double[] _variances;

    /// <summary>Creates a normalisation from known statistics.</summary>
    /// <param name="means">One a column.</param>
    /// <param name="variances">One a column: the mean squared distance from the mean.</param>
    /// <exception cref="ArgumentException">There is no column, the numbers differ, or a statistic is not finite or a variance negative.</exception>
    public Normalization(ReadOnlySpan<double> means, ReadOnlySpan<double> variances)
    {
        if (means.Length == 0 || means.Length != variances.Length)
        {
            throw new ArgumentException($"{means.Length} means and {variances.Length} variances: give one of each for every column.");
        }

        for (var i = 0; i < means.Length; i++)
        {
            if (!double.IsFinite(means[i]) || !double.IsFinite(variances[i]) || variances[i] < 0)
            {
                throw new ArgumentException(
                    $"Column {i} has mean {means[i]} and variance {variances[i]}: both must be finite, and a variance 0 or more.");
            }
        }

        _means = means.ToArray();
        _variances = variances.ToArray();
    }

    /// <summary>The number of columns.</summary>
    public int Dimension => _means.Length;

    /// <summary>The mean of each column.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The variance of each column.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <summary>Learns mean and population variance of each column: of numbers, truth values (0 and 1) or times (seconds since 1970-01-01 UTC).</summary>
    /// <exception cref="ArgumentException">There is no column, one has no rows, or one holds text.</exception>
    /// <exception cref="InvalidDataException">A value is missing, NaN or infinite; the message names column and row.</exception>
    public static Normalization Adapt(params ReadOnlySpan<Column> columns)
    {
        var (means, variances) = (new double[columns.Length], new double[columns.Length]);
        for (var i = 0; i < columns.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(columns[i]);
            if (columns[i].Length == 0)
            {
                throw new ArgumentException($"Column '{columns[i].Name}' has no rows, so it has no mean.", nameof(columns));
            }

            var values = NumericColumns.ToDoubles(columns[i]);
            var mean = values.Average();
            (means[i], variances[i]) = (mean, values.Average(value => (value - mean) * (value - mean)));
        }

        return new Normalization(means, variances);
    }

    /// <summary>The normalised rows of as many columns as it was adapted to: <c>[rows, Dimension]</c>.</summary>
    /// <exception cref="ArgumentException">The number of columns is another, their lengths differ, or one holds text.</exception>
    /// <exception cref="InvalidDataException">A value is missing, NaN or infinite; the message names column and row.</exception>
    public Tensor Apply(params ReadOnlySpan<Column> columns)
    {
        if (columns.Length != Dimension)
        {
            throw new ArgumentException($"This normalisation has {Dimension} columns, and was given {columns.Length}.", nameof(columns));
        }

        ArgumentNullException.ThrowIfNull(columns[0]);
        var shape = new Shape(columns[0].Length, Dimension);
        var rows = new float[shape.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(columns[i]);
            if (columns[i].Length != columns[0].Length)
            {
                throw new ArgumentException(
                    $"Column '{columns[i].Name}' has {columns[i].Length} rows where column '{columns[0].Name}' has {columns[0].Length}: normalise columns of one table.", nameof(columns));
            }

            var values = NumericColumns.ToDoubles(columns[i]);
            for (var row = 0; row < values.Length; row++)
            {
                rows[(row * Dimension) + i] = Apply(values[row], i);
            }
        }

        return Tensor.From(rows, shape);
    }

    /// <summary>A normalised value of a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public float Apply(double value, int column = 0) => (float)((value - Mean(column)) / Deviation(column));

    /// <summary>The value of a column that <see cref="Apply(double, int)"/> normalises to <paramref name="normalised"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public double Invert(float normalised, int column = 0) => Mean(column) + (normalised * Deviation(column));

    private double Mean(int column) => (uint)column < (uint)Dimension
        ? _means[column]
        : throw new ArgumentOutOfRangeException(nameof(column), column, $"This normalisation has the columns 0 to {Dimension - 1}.");

    private double Deviation(int column) => Math.Max(Math.Sqrt(_variances[column]), LeastDeviation);
}
