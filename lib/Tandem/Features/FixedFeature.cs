using Tandem.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Tandem;

/// <summary>An id column with a vector of yours for each id, which training does not change. Ids outside the vocabulary have zeros, or the row you gave them.</summary>
public sealed class FixedFeature : Feature
{
    private readonly IndexCache _indices;

    internal FixedFeature(string column, StringLookup lookup, Tensor vectors)
        : base(column, vectors.Shape.Columns)
    {
        if (vectors.Shape.Rank != 2 || vectors.Shape[0] != lookup.VocabularySize)
        {
            throw new ArgumentException(
                $"Vectors of shape {vectors.Shape} do not fit the vocabulary of \"{column}\": give a matrix of {lookup.VocabularySize} rows, one for each index.", nameof(vectors));
        }

        (Lookup, Vectors) = (lookup, TensorScope.Keep(vectors));
        _indices = new IndexCache(lookup);
    }

    /// <summary>The vocabulary.</summary>
    public StringLookup Lookup { get; }

    /// <summary>The vectors, <c>[VocabularySize, Dimension]</c>.</summary>
    public Tensor Vectors { get; }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Tensor>> Buffers => [KeyValuePair.Create($"{Column}/vectors", Vectors)];

    /// <summary>Reads one vector an id from the other columns of a table; the out-of-vocabulary row is zeros.</summary>
    internal static FixedFeature From(Table vectors, string column)
    {
        var lookup = new StringLookup(DistinctIds(vectors[column]));
        var parts = vectors.Columns.Where(part => part.Name != column).ToArray();
        if (parts.Length == 0)
        {
            throw new ArgumentException($"The table has no column beside \"{column}\", so there are no vectors: add numeric columns.", nameof(vectors));
        }

        var values = new float[lookup.VocabularySize * parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var numbers = NumericColumns.ToDoubles(parts[i]);
            for (var row = 0; row < numbers.Length; row++)
            {
                values[((row + lookup.ReservedIndices) * parts.Length) + i] = (float)numbers[row];
            }
        }

        return new FixedFeature(column, lookup, Tensor.From(values, new Shape(lookup.VocabularySize, parts.Length)));
    }

    /// <summary>For each id of a log, the mean of what a tower makes of its rows; the out-of-vocabulary row is zeros.</summary>
    internal static FixedFeature Averaged(string column, Table log, Tower tower)
    {
        if (log[column] is { HasNulls: true, NullCount: var count })
        {
            throw new ArgumentException($"Column '{column}' has no id in {count} rows, so nobody's mean can count them: leave them out with DropNulls(\"{column}\").", nameof(log));
        }

        var lookup = StringLookup.Adapt(log[column]);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var (rows, embedded) = (lookup.Apply(log[column]), tower.Embed(log));
        var (vectors, width) = (embedded.Rows.ToArray(), tower.Dimension);
        var (sums, counts) = (new float[lookup.VocabularySize * width], new int[lookup.VocabularySize]);
        for (var row = 0; row < rows.Length; row++)
        {
            var sum = sums.AsSpan(rows[row] * width, width);
            TensorPrimitives.Add(sum, vectors.AsSpan(embedded.RowOf[row] * width, width), sum);
            counts[rows[row]]++;
        }

        for (var id = 0; id < counts.Length; id++)
        {
            var sum = sums.AsSpan(id * width, width);
            TensorPrimitives.Divide(sum, Math.Max(1, counts[id]), sum);
        }

        return new FixedFeature(column, lookup, Tensor.From(sums, new Shape(lookup.VocabularySize, width)));
    }

    internal override StringLookup Ids => Lookup;

    internal override FeatureKeys Keys(Table table) => _indices.Of(table[Column]);

    /// <inheritdoc/>
    protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct) =>
        Vectors.Gather(Indices.From(Keys(table).Of(rows), distinct, Vectors.Device));

    private static IEnumerable<string> DistinctIds(Column ids)
    {
        var rows = new Dictionary<string, int>();
        for (var row = 0; row < ids.Length; row++)
        {
            var id = ids.Text(row) ?? throw new ArgumentException($"Column '{ids.Name}', row {row}: there is no id to give a vector to. Leave such rows out with DropNulls(\"{ids.Name}\").");
            if (!rows.TryAdd(id, row))
            {
                throw new ArgumentException($"Column '{ids.Name}', rows {rows[id]} and {row}: '{id}' has two vectors. Give one row an id, for example with GroupBy(\"{ids.Name}\").");
            }
        }

        return rows.Keys;
    }
}
