using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>
/// Which items each user has met: made once from a table of interactions, then applied to any number of queries without looking an item up again.
/// </summary>
public sealed class SeenItems
{
    private readonly StringDictionary _users;
    private readonly StringDictionary _items;
    private readonly int[] _offsets;
    private readonly int[] _itemCodes;
    private readonly ConditionalWeakTable<TopKIndex, RowLists> _rowsIn = [];

    /// <summary>Groups the items of a table by user.</summary>
    /// <param name="interactions">A row for each time a user met an item; repetitions count once.</param>
    /// <param name="user">The column of user ids, as queries name them.</param>
    /// <param name="item">The column of items, as an index identifies its candidates.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row lacks its user or its item.</exception>
    public SeenItems(Table interactions, string user, string item)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        var (users, items) = (Texts(interactions, user), Texts(interactions, item));
        (UserColumn, ItemColumn) = (user, item);
        (_users, _items) = (users.Dictionary, items.Dictionary);
        _offsets = Offsets(users);
        _itemCodes = Group(users.Codes, items.Codes, _offsets);
    }

    /// <summary>The name of the column of users.</summary>
    public string UserColumn { get; }

    /// <summary>The name of the column of items.</summary>
    public string ItemColumn { get; }

    /// <summary>What a user has met, each item once; nothing for a user without history.</summary>
    public IReadOnlyCollection<string> this[string user] =>
        _users.TryGetCode(user, out var code)
            ? _itemCodes[_offsets[code].._offsets[code + 1]].Distinct().Select(item => _items[item]).ToArray()
            : [];

    /// <summary>The rows of an index that a user has met, ascending.</summary>
    internal ReadOnlySpan<int> RowsIn(TopKIndex index, string user) =>
        _users.TryGetCode(user, out var code) ? _rowsIn.GetValue(index, FindRows)[code] : [];

    /// <summary>For each of some users the rows of an index that he has met, ascending.</summary>
    internal RowLists RowsIn(TopKIndex index, IReadOnlyList<string> users)
    {
        var all = _rowsIn.GetValue(index, FindRows);
        var (codes, offsets) = (new int[users.Count], new int[users.Count + 1]);
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = _users.TryGetCode(users[i], out var code) ? code : -1;
            var end = offsets[i] + (codes[i] < 0 ? 0L : all[codes[i]].Length);
            offsets[i + 1] = end <= Array.MaxLength ? (int)end : throw new ArgumentException(
                $"The first {i + 1} of {users.Count} users have seen more than {Array.MaxLength} items together, which one call cannot leave out. Ask for fewer users at a time.", nameof(users));
        }

        // As many rows as users have seen, often millions: copied once, into memory that nobody cleared first.
        var rows = GC.AllocateUninitializedArray<int>(offsets[^1]);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] >= 0)
            {
                all[codes[i]].CopyTo(rows.AsSpan(offsets[i]));
            }
        }

        return new RowLists(offsets, rows);
    }

    private RowLists FindRows(TopKIndex index)
    {
        var rowOf = new int[_items.Count];
        for (var code = 0; code < rowOf.Length; code++)
        {
            rowOf[code] = index.TryGetRow(_items[code], out var row) ? row : -1;
        }

        if (rowOf.Length > 0 && Array.TrueForAll(rowOf, row => row < 0))
        {
            throw new ArgumentException(
                $"None of the values of column \"{ItemColumn}\" is a candidate of the index, such as \"{index.Identifiers[0]}\", so nothing that users have seen would be "
                + "left out. Give SeenItems the column of the index's identifiers.");
        }

        var (rows, offsets) = (new List<int>(_itemCodes.Length), new int[_offsets.Length]);
        var own = new List<int>();
        for (var user = 0; user < _offsets.Length - 1; user++)
        {
            own.Clear();
            foreach (var item in _itemCodes.AsSpan(_offsets[user].._offsets[user + 1]))
            {
                own.Add(rowOf[item]);
            }

            own.Sort();
            rows.AddRange(own.Where((row, i) => row >= 0 && (i == 0 || own[i - 1] != row)));
            offsets[user + 1] = rows.Count;
        }

        return new RowLists(offsets, [.. rows]);
    }

    private static StringColumn Texts(Table interactions, string name)
    {
        var column = interactions[name].AsStrings();
        return column.Codes.IndexOf(-1) is var row && row < 0
            ? column
            : throw new ArgumentException($"Column \"{name}\", row {row}: there is no value. Leave such rows out with DropNulls(\"{name}\").", nameof(interactions));
    }

    private static int[] Offsets(StringColumn users)
    {
        var offsets = new int[users.Dictionary.Count + 1];
        var counts = users.CountCodes();
        for (var user = 0; user < counts.Length; user++)
        {
            offsets[user + 1] = offsets[user] + counts[user];
        }

        return offsets;
    }

    private static int[] Group(ReadOnlySpan<int> users, ReadOnlySpan<int> items, int[] offsets)
    {
        var (grouped, next) = (new int[items.Length], offsets.ToArray());
        for (var i = 0; i < items.Length; i++)
        {
            grouped[next[users[i]]++] = items[i];
        }

        return grouped;
    }
}
