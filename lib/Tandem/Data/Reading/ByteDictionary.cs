using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>Numbers distinct byte strings in order of first occurrence, without making a string of each cell (open addressing).</summary>
internal sealed class ByteDictionary
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int PackedLength = 8;

    private const int FirstSlots = 16;

    private readonly TextHeap _texts = new();
    private int[] _slots = new int[FirstSlots]; // code + 1; 0 is free
    private int _shift = 64 - BitOperations.Log2(FirstSlots);
    private ulong[] _keys = new ulong[FirstSlots / 2];
    private int _last = -1;

    public int Count => _texts.Count;

    /// <summary>The texts, in order of their numbers.</summary>
    public TextHeap Texts => _texts;

    /// <summary>The number of a text, a new one if it has none yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Code(ReadOnlySpan<byte> text)
    {
        var key = Key(text);

        // Files are often sorted by one of their columns.
        if (_last >= 0 && Matches(_last, key, text))
        {
            return _last;
        }

        var slot = SlotOf(key, text);
        if (_slots[slot] is var entry and not 0)
        {
            return _last = entry - 1;
        }

        _slots[slot] = Count + 1;
        return _last = Add(key, text);
    }

    /// <summary>The number of a text; −1 if it has none.</summary>
    public int Find(ReadOnlySpan<byte> text) => _slots[SlotOf(Key(text), text)] - 1;

    /// <summary>Numbers all texts of another dictionary.</summary>
    /// <returns>For each of the other's numbers, the number here.</returns>
    public int[] AddAll(ByteDictionary other)
    {
        var numbers = new int[other.Count];
        for (var code = 0; code < numbers.Length; code++)
        {
            numbers[code] = Code(other._texts[code]);
        }

        return numbers;
    }

    /// <summary>Forgets all texts and keeps the room that they had.</summary>
    public void Clear()
    {
        _texts.Clear();
        Array.Clear(_slots);
        _last = -1;
    }

    /// <summary>The slot that has a text, else the free one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong key, ReadOnlySpan<byte> text)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(key * Multiplier >> _shift);
        while (_slots[slot] is var entry and not 0 && !Matches(entry - 1, key, text))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    /// <summary>Texts of up to eight bytes are told apart by key and length alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Matches(int code, ulong key, ReadOnlySpan<byte> text) =>
        _keys[code] == key
        && _texts.LengthOf(code) == text.Length
        && (text.Length <= PackedLength || _texts[code].SequenceEqual(text));

    private int Add(ulong key, ReadOnlySpan<byte> text)
    {
        var code = _texts.Add(text);
        if (code == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * code);
        }

        _keys[code] = key;
        if (2 * Count > _slots.Length)
        {
            Grow();
        }

        return code;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        _shift--;
        for (var code = 0; code < Count; code++)
        {
            var slot = (int)(_keys[code] * Multiplier >> _shift);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = code + 1;
        }
    }

    /// <summary>The bytes themselves when there are up to eight, unique among texts of one length; else a hash of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(ReadOnlySpan<byte> text)
    {
        switch (text.Length)
        {
            case 0:
                return 0;
            case < 4:
                return text[0] | (ulong)text[text.Length / 2] << 8 | (ulong)text[^1] << 16;
            case <= PackedLength:
                return BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << 32;
        }

        var hash = (ulong)text.Length;
        for (; text.Length > PackedLength; text = text[PackedLength..])
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Multiplier;
            hash ^= hash >> 29;
        }

        return (hash ^ Key(text)) * Multiplier;
    }
}
