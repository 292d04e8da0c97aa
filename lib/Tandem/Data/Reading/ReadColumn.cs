using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>A column that is being read.</summary>
/// <param name="spec">What is known of it.</param>
/// <param name="cell">Which of a line's cells it is.</param>
/// <param name="narrowest">The first type to try when none is declared.</param>
/// <param name="mayWiden">Whether others may be tried after it.</param>
internal sealed class ReadColumn(ColumnSpec spec, int cell, ColumnType narrowest, bool mayWiden = true)
{
    // From the narrowest to the widest: a column has the first type that all of its cells fit.
    private static readonly ColumnType[] _widening = [ColumnType.Bool, ColumnType.Long, ColumnType.Double, ColumnType.Timestamp, ColumnType.String];

    private readonly Lock _lock = new();
    private ColumnType _wanted = spec.Type ?? narrowest;
    private ColumnStore? _store;

    /// <summary>The name in the file.</summary>
    public string Name => spec.Name;

    public TimestampUnit Unit => spec.Unit;

    public int Cell => cell;

    public bool Inferred => spec.Type is null;

    /// <summary>Whether a cell that the type does not fit changes the type.</summary>
    public bool MayWiden => Inferred && mayWiden;

    public bool DeclaredText => spec.Type == ColumnType.String;

    /// <summary>The type being tried.</summary>
    public ColumnType Type { get; private set; }

    /// <summary>Prepares for reading the file from its beginning, with the type that all cells seen so far fit.</summary>
    public void Begin(int slots, int chunks, Encoding encoding)
    {
        if (_store is null || Type != _wanted)
        {
            Type = _wanted;
            _store = ColumnStore.Create(Type, Inferred, Unit, slots, chunks, encoding);
        }
        else
        {
            _store.Reset();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryWrite(ReadOnlySpan<byte> cell, int slot, int chunk) =>
        (!Inferred || Plausible(cell, Type)) && _store!.TryWrite(cell, slot, chunk);

    public void WriteNull(int slot) => _store!.WriteNull(slot);

    public void Complete(int chunk, SlotRange rows) => _store!.Complete(chunk, rows);

    public void Discard(int chunk) => _store!.Discard(chunk);

    /// <summary>Notes that the column needs a type that this cell fits, too.</summary>
    public void Widen(ReadOnlySpan<byte> cell)
    {
        if (Fits(cell, _wanted))
        {
            return;
        }

        var fitting = Array.IndexOf(_widening, Type);
        while (!Fits(cell, _widening[fitting]))
        {
            fitting++;
        }

        lock (_lock)
        {
            _wanted = _widening[Math.Max(fitting, Array.IndexOf(_widening, _wanted))];
        }
    }

    public Column Finish(SlotRange[] rows)
    {
        var column = _store!.Finish(spec.Alias ?? spec.Name, rows);
        _store = null;

        // No cell says what type a column without any value is, and every type's values can be written as text.
        return MayWiden && column.NullCount == column.Length ? column.AsStrings() : column;
    }

    private static bool Fits(ReadOnlySpan<byte> cell, ColumnType type) => Plausible(cell, type) && type switch
    {
        ColumnType.Bool => BoolFormat.TryParse(cell, out _),
        ColumnType.Long => ExactLongFormat.TryParse(cell, out _),
        ColumnType.Double => ExactDoubleFormat.TryParse(cell, out _),
        ColumnType.Timestamp => TimestampFormat.TryParse(cell, out _),
        _ => true,
    };

    /// <summary>Whether a cell may be taken for a type that nobody declared: a number alone is no time.</summary>
    private static bool Plausible(ReadOnlySpan<byte> cell, ColumnType type) => type != ColumnType.Timestamp || !LongFormat.TryParse(cell, out _);
}
