using Tandem.Tensors;

namespace Tandem;

/// <summary>One input of a tower: a column, and how its values become the columns of a matrix.</summary>
public abstract class Feature : Layer
{
    private protected Feature(string column, int dimension)
    {
        Column = column;
        Dimension = dimension;
    }

    /// <summary>The column it reads.</summary>
    public string Column { get; }

    /// <summary>The number of columns it computes.</summary>
    public int Dimension { get; }

    /// <summary>An id with a trainable embedding.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="vocabulary">All ids there are, such as the id column of the catalogue; others fall to the row for unknown ids.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values, uniform on ±0.05 as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static IdFeature Id(string column, Column vocabulary, int dimension, int seed = 0) =>
        new(column, StringLookup.Adapt(vocabulary), dimension, seed);

    /// <summary>A number, as it is.</summary>
    /// <param name="column">The name of the column it reads in batches; long, double or bool.</param>
    public static NumberFeature Number(string column) => new(column);

    /// <summary>The values of some rows of a table: <c>[rows, Dimension]</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="distinct">Whether the rows' keys are known to differ.</param>
    internal abstract Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct);

    /// <summary>
    /// What tells rows apart: rows with one key have one value, whatever the table. <see langword="null"/> for a feature whose values
    /// rarely repeat.
    /// </summary>
    internal abstract FeatureKeys? Keys(Table table);
}
