using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>What to make of each line of a file: shared by the threads that read it.</summary>
internal sealed class ReadPlan
{
    private readonly byte[][] _nullTokens;
    private readonly int _longestNullToken;
    private readonly ReadColumn[] _columns;
    private bool _isInVain;

    /// <param name="file">The file.</param>
    /// <param name="columns">The columns to read, with the number of the cell that each is, and the first type to try where none is declared.</param>
    /// <param name="fieldCount">How many cells a line has.</param>
    /// <param name="nullTokens">What a cell without a value holds.</param>
    /// <param name="skipMalformed">Whether malformed rows are left out and counted.</param>
    /// <param name="cellEncoding">The encoding of the bytes that cells are handed over in.</param>
    /// <param name="rowsBefore">How many rows of the file were read before; <see langword="null"/> when these are the first.</param>
    public ReadPlan(
        TextFile file, IEnumerable<ReadColumn> columns, int fieldCount, IReadOnlyList<string> nullTokens, bool skipMalformed, Encoding cellEncoding, long? rowsBefore = null)
    {
        File = file;
        FieldCount = fieldCount;
        CellEncoding = cellEncoding;
        SkipMalformed = skipMalformed;
        RowsBefore = rowsBefore;
        _nullTokens = [.. nullTokens.Select(cellEncoding.GetBytes)];
        _longestNullToken = _nullTokens.Select(token => token.Length).DefaultIfEmpty(-1).Max();
        _columns = [.. columns];

        // What can make a row malformed comes first, so that the cells of a row that is left out change no type and no dictionary.
        WriteOrder = [.. _columns.OrderBy(column => column.Inferred).ThenBy(column => column.DeclaredText)];
    }

    public TextFile File { get; }

    public int FieldCount { get; }

    public Encoding CellEncoding { get; }

    public bool SkipMalformed { get; }

    public long? RowsBefore { get; }

    public IReadOnlyList<ReadColumn> Columns => _columns;

    public ReadColumn[] WriteOrder { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(ReadOnlySpan<byte> cell) => cell.Length <= _longestNullToken && IsNullToken(cell);

    private bool IsNullToken(ReadOnlySpan<byte> cell)
    {
        foreach (var token in _nullTokens)
        {
            if (cell.SequenceEqual(token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the file must be read once more, as a type that is tried does not fit.</summary>
    public bool IsInVain => Volatile.Read(ref _isInVain);

    /// <summary>Tells all threads that the file must be read once more.</summary>
    public void ReadAgain() => Volatile.Write(ref _isInVain, true);

    /// <summary>Whether all rows are looked at for cells that the types do not fit, also after the first one.</summary>
    public bool IsThorough { get; private set; }

    public void Begin(int slots, int chunks, bool isThorough)
    {
        (_isInVain, IsThorough) = (false, isThorough);
        Array.ForEach(_columns, column => column.Begin(slots, chunks, CellEncoding));
    }

    public void Complete(int chunk, SlotRange rows)
    {
        foreach (var column in _columns)
        {
            if (IsInVain)
            {
                column.Discard(chunk);
            }
            else
            {
                column.Complete(chunk, rows);
            }
        }
    }

    public Column[] Finish(SlotRange[] rows, ParallelOptions parallel)
    {
        var columns = new Column[_columns.Length];
        Parallel.For(0, columns.Length, parallel, i => columns[i] = _columns[i].Finish(rows));
        return columns;
    }
}
