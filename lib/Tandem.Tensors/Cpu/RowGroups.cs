using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The positions of an index array grouped by the row they name (a counting sort, stable): row i's are
/// <c>Members[Offsets[i]] … Members[Offsets[i + 1] − 1]</c>, in ascending order.
/// </summary>
internal readonly unsafe ref struct RowGroups
{
    private readonly Scratch _offsets;
    private readonly Scratch _members;

    /// <summary>Groups <paramref name="count"/> positions by <paramref name="keys"/>, each a row below <paramref name="rows"/>.</summary>
    public RowGroups(NativeMemoryPool pool, int* keys, int count, int rows)
    {
        _offsets = new Scratch(pool, rows + 2);
        _members = new Scratch(pool, count);
        Sort(keys, count, rows);
    }

    /// <summary>Where each row's positions begin; one entry more than there are rows.</summary>
    public int* Offsets => _offsets.Integers;

    /// <summary>The positions.</summary>
    public int* Members => _members.Integers;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _members.Dispose();
        _offsets.Dispose();
    }

    [MethodImpl(HotCode.Options)]
    private void Sort(int* keys, int count, int rows)
    {
        // Shifted by one: while row i's positions are handed out, its begin moves to what is row i's end, which is row i + 1's begin.
        var next = Offsets + 1;
        new Span<int>(Offsets, rows + 2).Clear();
        for (var i = 0; i < count; i++)
        {
            next[keys[i] + 1]++;
        }

        for (var row = 0; row < rows; row++)
        {
            next[row + 1] += next[row];
        }

        for (var i = 0; i < count; i++)
        {
            Members[next[keys[i]]++] = i;
        }
    }
}
