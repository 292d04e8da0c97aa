using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A batch as a tower sees it: the distinct rows, embedded once each, and which of them every row of the batch uses. Since the
/// output of a tower depends on its features alone, this loses nothing, and a loss that knows of it computes a fraction of the logits.
/// </summary>
public sealed class EmbeddedRows
{
    private readonly int[] _rowOf;

    internal EmbeddedRows(Tensor rows, int[] rowOf, RowIdentity? identity)
    {
        Rows = rows;
        _rowOf = rowOf;
        Identity = identity;
    }

    /// <summary>One row for each row of the batch, of which none is known to equal another: <c>[batch, dim]</c>.</summary>
    /// <exception cref="ArgumentException">The tensor is not a matrix.</exception>
    public EmbeddedRows(Tensor rows)
        : this(rows ?? throw new ArgumentNullException(nameof(rows)), rows.Shape.Rank == 2
            ? Enumerable.Range(0, rows.Shape[0]).ToArray()
            : throw new ArgumentException($"Embedded rows are a matrix [batch, dim]; this tensor has shape {rows.Shape}.", nameof(rows)), identity: null)
    {
    }

    /// <summary>The distinct rows, <c>[distinct, dim]</c>.</summary>
    public Tensor Rows { get; }

    /// <summary>The number of rows of the batch.</summary>
    public int Count => _rowOf.Length;

    /// <summary>For each row of the batch, which of <see cref="Rows"/> it is.</summary>
    public ReadOnlySpan<int> RowOf => _rowOf;

    /// <summary>What names the distinct rows beyond this batch; <see langword="null"/> when nothing does.</summary>
    internal RowIdentity? Identity { get; }

    /// <summary>
    /// The rows of several batches, one batch after the other: a batch's candidates and further negatives. Rows that one tower knows to be the same are
    /// the same in the result.
    /// </summary>
    /// <exception cref="ArgumentException">There is no batch, or they differ in dimension.</exception>
    public static EmbeddedRows Concat(params ReadOnlySpan<EmbeddedRows> batches) => EmbeddedRowsConcat.Join(batches);

    /// <summary>One row for each row of the batch: <c>[batch, dim]</c>.</summary>
    public Tensor ToTensor() => Rows.Shape[0] == Count && IsIdentity() ? Rows : Rows.Gather(Indices.From(_rowOf, device: Rows.Device));

    private bool IsIdentity()
    {
        for (var i = 0; i < _rowOf.Length; i++)
        {
            if (_rowOf[i] != i)
            {
                return false;
            }
        }

        return true;
    }
}
