using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>
/// A column of text while it is read: each chunk numbers its own texts, and is merged into the column as soon as those before it are. So codes are in order of first occurrence in the file, whoever
/// read which chunk, and few chunks' texts are held twice.
/// </summary>
internal sealed class StringStore(int slots, int chunks, Encoding encoding) : ColumnStore
{
    private readonly int[] _codes = GC.AllocateUninitializedArray<int>(slots);
    private readonly ByteDictionary?[] _dictionaries = new ByteDictionary?[chunks];
    private readonly SlotRange?[] _completed = new SlotRange?[chunks];
    private readonly Stack<ByteDictionary> _free = [];
    private readonly bool _isUtf8 = encoding.CodePage != Encoding.Latin1.CodePage;
    private readonly Lock _lock = new();
    private ByteDictionary? _merged;
    private int _next;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool TryWrite(ReadOnlySpan<byte> cell, int slot, int chunk)
    {
        var dictionary = _dictionaries[chunk] ??= NewDictionary();
        _codes[slot] = _isUtf8 || Ascii.IsValid(cell) ? dictionary.Code(cell) : dictionary.Code(Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(cell)));
        return true;
    }

    public override void WriteNull(int slot) => _codes[slot] = -1;

    /// <inheritdoc/>
    /// <remarks>Threads that come with further chunks while one merges wait for it: else reading would run ahead of merging and fill the memory.</remarks>
    public override void Complete(int chunk, SlotRange rows)
    {
        lock (_lock)
        {
            _completed[chunk] = rows;
            for (; _next < chunks && _completed[_next] is { } complete; _next++)
            {
                Merge(_next, complete);
            }
        }
    }

    public override void Discard(int chunk)
    {
        lock (_lock)
        {
            Free(chunk);
        }
    }

    public override void Reset()
    {
        Array.Clear(_dictionaries);
        Array.Clear(_completed);
        (_merged, _next) = (null, 0);
    }

    public override Column Finish(string name, SlotRange[] rows)
    {
        var texts = _merged?.Texts ?? new TextHeap();
        texts.Trim();
        return new StringColumn(name, SlotRange.Pack(_codes, rows), new StringDictionary(texts));
    }

    private void Merge(int chunk, SlotRange rows)
    {
        if (_dictionaries[chunk] is not { } own)
        {
            return;
        }

        if (_merged is null)
        {
            (_merged, _dictionaries[chunk]) = (own, null);
            return;
        }

        Renumber(_codes.AsSpan(rows.Start, rows.Count), _merged.AddAll(own));
        Free(chunk);
    }

    private void Free(int chunk)
    {
        if (_dictionaries[chunk] is { } dictionary)
        {
            _dictionaries[chunk] = null;
            dictionary.Clear();
            _free.Push(dictionary);
        }
    }

    private ByteDictionary NewDictionary()
    {
        lock (_lock)
        {
            return _free.TryPop(out var free) ? free : new ByteDictionary();
        }
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
