using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>
/// A column of text while it is read: each chunk numbers its own texts, and the numbers are merged in the order of the file, so that codes are in order of first occurrence
/// whoever read which chunk. A chunk is merged as soon as it and all before it have ended, so that the texts of a few chunks are held at a time and not those of the whole file.
/// </summary>
internal sealed class StringStore(int slots, int chunks) : ColumnStore
{
    private readonly int[] _codes = GC.AllocateUninitializedArray<int>(slots);
    private readonly ByteDictionary?[] _dictionaries = new ByteDictionary?[chunks];
    private readonly SlotRange[] _rows = new SlotRange[chunks];
    private readonly bool[] _ended = new bool[chunks];
    private readonly ConcurrentBag<ByteDictionary> _spare = [];
    private readonly Lock _merging = new();
    private int _mergedChunks;
    private ByteDictionary? _merged;
    private int[] _numbers = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool TryWrite(ReadOnlySpan<byte> cell, int slot, int chunk)
    {
        _codes[slot] = (_dictionaries[chunk] ??= NewDictionary()).Code(cell);
        return true;
    }

    public override void WriteNull(int slot) => _codes[slot] = -1;

    public override void Reset()
    {
        Array.Clear(_dictionaries);
        Array.Clear(_ended);
        (_mergedChunks, _merged) = (0, null);
    }

    /// <inheritdoc/>
    /// <remarks>A thread that finds another one merging goes on reading: whoever ends a chunk later, or the column, merges what was left.</remarks>
    public override void EndChunk(int chunk, SlotRange rows)
    {
        _rows[chunk] = rows;
        Volatile.Write(ref _ended[chunk], true);
        if (_merging.TryEnter())
        {
            try
            {
                MergeEnded();
            }
            finally
            {
                _merging.Exit();
            }
        }
    }

    /// <inheritdoc/>
    public override Column Finish(string name, SlotRange[] rows, Encoding encoding)
    {
        MergeEnded();
        return new StringColumn(name, SlotRange.Pack(_codes, rows), new StringDictionary(_merged?.Decode(encoding) ?? []));
    }

    private ByteDictionary NewDictionary() => _spare.TryTake(out var spare) ? spare : new ByteDictionary();

    private void MergeEnded()
    {
        for (; _mergedChunks < _ended.Length && Volatile.Read(ref _ended[_mergedChunks]); _mergedChunks++)
        {
            if (_dictionaries[_mergedChunks] is { } own)
            {
                Merge(own, _rows[_mergedChunks]);
                _dictionaries[_mergedChunks] = null;
            }
        }
    }

    private void Merge(ByteDictionary own, SlotRange rows)
    {
        if (_merged is null)
        {
            _merged = own;
            return;
        }

        if (_numbers.Length < own.Count)
        {
            _numbers = new int[own.Count];
        }

        _merged.AddAll(own, _numbers);
        Renumber(_codes.AsSpan(rows.Start, rows.Count), _numbers);
        own.Clear();
        _spare.Add(own);
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
