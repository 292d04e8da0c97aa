using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>A column of text while it is read: each chunk numbers its own texts, and the numbers are merged at the end.</summary>
internal sealed class StringStore(int slots, int chunks) : ColumnStore
{
    private readonly int[] _codes = GC.AllocateUninitializedArray<int>(slots);
    private readonly ByteDictionary?[] _dictionaries = new ByteDictionary?[chunks];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool TryWrite(ReadOnlySpan<byte> cell, int slot, int chunk)
    {
        _codes[slot] = (_dictionaries[chunk] ??= new ByteDictionary()).Code(cell);
        return true;
    }

    public override void WriteNull(int slot) => _codes[slot] = -1;

    public override void Reset() => Array.Clear(_dictionaries);

    /// <inheritdoc/>
    /// <remarks>Chunks are merged in the order of the file, so that codes are in order of first occurrence whoever read which chunk.</remarks>
    public override Column Finish(string name, SlotRange[] rows, Encoding encoding)
    {
        ByteDictionary? merged = null;
        for (var chunk = 0; chunk < rows.Length; chunk++)
        {
            if (_dictionaries[chunk] is not { } own)
            {
                continue;
            }

            if (merged is null)
            {
                merged = own;
            }
            else
            {
                Renumber(_codes.AsSpan(rows[chunk].Start, rows[chunk].Count), merged.AddAll(own));
            }
        }

        return new StringColumn(name, SlotRange.Pack(_codes, rows), new StringDictionary(merged?.Decode(encoding) ?? []));
    }

    private static void Renumber(Span<int> codes, int[] numbers)
    {
        foreach (ref var code in codes)
        {
            if (code >= 0)
            {
                code = numbers[code];
            }
        }
    }
}
