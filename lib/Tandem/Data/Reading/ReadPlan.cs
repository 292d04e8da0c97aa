using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>What to make of each line of a file: shared by the threads that read it.</summary>
internal sealed class ReadPlan
{
    private readonly byte[][] _nullTokens;
    private readonly int _longestNullToken;
    private readonly ReadColumn[] _columns;

    public ReadPlan(TextFile file, ReadOptions options, string[] fieldNames, Encoding cellEncoding)
    {
        File = file;
        FieldCount = fieldNames.Length;
        CellEncoding = cellEncoding;
        SkipMalformed = options.SkipMalformed;
        _nullTokens = [.. options.NullTokens.Select(cellEncoding.GetBytes)];
        _longestNullToken = _nullTokens.Select(token => token.Length).DefaultIfEmpty(-1).Max();
        _columns = [.. KeptColumns(file, options, fieldNames)];

        // What can make a row malformed comes first, so that the cells of a row that is left out change no type and no dictionary.
        WriteOrder = [.. _columns.OrderBy(column => column.Inferred).ThenBy(column => column.DeclaredText)];
    }

    public TextFile File { get; }

    public int FieldCount { get; }

    /// <summary>The encoding of the bytes that cells are handed over in.</summary>
    public Encoding CellEncoding { get; }

    public bool SkipMalformed { get; }

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

    public void Begin(int slots, int chunks) => Array.ForEach(_columns, column => column.Begin(slots, chunks));

    public Column[] Finish(SlotRange[] rows, ParallelOptions parallel)
    {
        var columns = new Column[_columns.Length];
        Parallel.For(0, columns.Length, parallel, i => columns[i] = _columns[i].Finish(rows, CellEncoding));
        return columns;
    }

    private static IEnumerable<ReadColumn> KeptColumns(TextFile file, ReadOptions options, string[] fieldNames)
    {
        var types = options.Columns.ToDictionary(spec => spec.Name, spec => spec.Type);
        foreach (var name in types.Keys.Concat(options.Keep))
        {
            if (!fieldNames.Contains(name))
            {
                throw new ArgumentException(
                    $"{file.Path} has no column '{name}'.{NameSuggestion.For(name, fieldNames)} Its columns are {string.Join(", ", fieldNames)}.");
            }
        }

        var kept = options.Keep.Count > 0 ? options.Keep : fieldNames;
        return kept.Select(name => new ReadColumn(name, Array.IndexOf(fieldNames, name), types.GetValueOrDefault(name)));
    }
}
