using System.Text;

namespace Tandem;

/// <summary>Texts as UTF-8 bytes, numbered in the order in which they were added. They lie in blocks, so that growing copies none of them.</summary>
internal sealed class TextHeap
{
    private const int FirstBlock = 256;
    private const int LargestBlock = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private Place[] _places = new Place[8];
    private int _block = -1;
    private int _used;

    public int Count { get; private set; }

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var place = _places[number];
            return _blocks[place.Block].AsSpan(place.Start, place.Length);
        }
    }

    /// <summary>How many bytes a text has.</summary>
    public int LengthOf(int number) => _places[number].Length;

    /// <summary>A text as a string.</summary>
    public string Text(int number) => Encoding.UTF8.GetString(this[number]);

    /// <summary>Adds a text.</summary>
    /// <returns>Its number.</returns>
    public int Add(ReadOnlySpan<byte> text)
    {
        if (Count == _places.Length)
        {
            Array.Resize(ref _places, 2 * Count);
        }

        if (_block < 0 || text.Length > _blocks[_block].Length - _used)
        {
            NextBlock(text.Length);
        }

        text.CopyTo(_blocks[_block].AsSpan(_used));
        _places[Count] = new Place(_block, _used, text.Length);
        _used += text.Length;
        return Count++;
    }

    /// <summary>Forgets all texts and keeps the room that they had.</summary>
    public void Clear() => (Count, _block, _used) = (0, -1, 0);

    /// <summary>Gives back the room that no text has.</summary>
    public void Trim()
    {
        Array.Resize(ref _places, Count);
        if (_block >= 0 && _used < _blocks[_block].Length)
        {
            _blocks[_block] = _blocks[_block][.._used];
        }

        _blocks.RemoveRange(_block + 1, _blocks.Count - _block - 1);
        _blocks.TrimExcess();
    }

    private void NextBlock(int least)
    {
        (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count)
        {
            var usual = _block == 0 ? FirstBlock : Math.Min(2L * _blocks[^1].Length, LargestBlock);
            _blocks.Add(GC.AllocateUninitializedArray<byte>((int)Math.Max(usual, least)));
        }
        else if (_blocks[_block].Length < least)
        {
            _blocks[_block] = GC.AllocateUninitializedArray<byte>(least);
        }
    }

    private readonly record struct Place(int Block, int Start, int Length);
}
