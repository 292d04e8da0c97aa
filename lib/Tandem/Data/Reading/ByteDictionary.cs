using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;

namespace Tandem;

/// <summary>Numbers distinct byte strings in order of first occurrence, without making a string of each cell (open addressing).</summary>
internal sealed class ByteDictionary
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int PackedLength = 8;

    private int[] _slots = new int[1024]; // code + 1; 0 is free
    private int _shift = 64 - 10;
    private ulong[] _keys = new ulong[512];
    private int[] _ends = new int[512];
    private byte[] _bytes = new byte[4096];
    private int _last = -1;

    public int Count { get; private set; }

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

        var mask = _slots.Length - 1;
        var slot = (int)(key * Multiplier >> _shift);
        for (; _slots[slot] is var entry and not 0; slot = (slot + 1) & mask)
        {
            if (Matches(entry - 1, key, text))
            {
                return _last = entry - 1;
            }
        }

        _slots[slot] = Count + 1;
        return _last = Add(key, text);
    }

    /// <summary>Numbers all texts of another dictionary.</summary>
    /// <param name="other">The other dictionary.</param>
    /// <param name="numbers">Receives for each of the other's numbers the number here.</param>
    public void AddAll(ByteDictionary other, Span<int> numbers)
    {
        for (var code = 0; code < other.Count; code++)
        {
            numbers[code] = Code(other.Bytes(code));
        }
    }

    /// <summary>Forgets all texts, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        (Count, _last) = (0, -1);
    }

    /// <summary>The texts in order of their numbers, made on all processors when they are long.</summary>
    public string[] Decode(Encoding encoding)
    {
        const int LongBytes = 1 << 20;
        var texts = new string[Count];
        if (Start(Count) < LongBytes)
        {
            Decode(0, Count);
        }
        else
        {
            Parallel.ForEach(Partitioner.Create(0, Count), range => Decode(range.Item1, range.Item2));
        }

        return texts;

        void Decode(int start, int end)
        {
            for (var code = start; code < end; code++)
            {
                texts[code] = encoding.GetString(Bytes(code));
            }
        }
    }

    private int Start(int code) => code == 0 ? 0 : _ends[code - 1];

    private ReadOnlySpan<byte> Bytes(int code) => _bytes.AsSpan(Start(code).._ends[code]);

    /// <summary>Texts of up to eight bytes are told apart by key and length alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Matches(int code, ulong key, ReadOnlySpan<byte> text) =>
        _keys[code] == key
        && _ends[code] - Start(code) == text.Length
        && (text.Length <= PackedLength || Bytes(code).SequenceEqual(text));

    private int Add(ulong key, ReadOnlySpan<byte> text)
    {
        var code = Count++;
        if (code == _keys.Length)
        {
            Array.Resize(ref _keys, 2 * code);
            Array.Resize(ref _ends, 2 * code);
        }

        var start = Start(code);
        var end = checked(start + text.Length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(end, Math.Min(2L * _bytes.Length, Array.MaxLength)));
        }

        text.CopyTo(_bytes.AsSpan(start));
        _keys[code] = key;
        _ends[code] = end;
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
