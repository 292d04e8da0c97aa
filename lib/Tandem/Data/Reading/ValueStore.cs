using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>A column of values while it is read.</summary>
internal sealed class ValueStore<T, TFormat>(int slots, Func<string, T[], bool[]?, Column> create) : ColumnStore
    where TFormat : struct, ICellFormat<T>
{
    private readonly T[] _values = GC.AllocateUninitializedArray<T>(slots);
    private bool[]? _nulls;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool TryWrite(ReadOnlySpan<byte> cell, int slot, int chunk)
    {
        if (_nulls is { } nulls)
        {
            // The slot may hold the remains of a row that turned out to be malformed.
            nulls[slot] = false;
        }

        return TFormat.TryParse(cell, out _values[slot]);
    }

    public override void WriteNull(int slot)
    {
        LazyInitializer.EnsureInitialized(ref _nulls, () => new bool[slots])[slot] = true;
        _values[slot] = default!;
    }

    public override void Reset() => _nulls = null;

    public override Column Finish(string name, SlotRange[] rows) =>
        create(name, SlotRange.Pack(_values, rows), _nulls is null ? null : SlotRange.Pack(_nulls, rows));
}
