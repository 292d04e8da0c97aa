namespace Tandem;

/// <summary>Test rows by user; items are codes.</summary>
internal sealed class TestUsers
{
    private readonly int[] _offsets;
    private readonly IReadOnlyList<string> _items;

    /// <exception cref="ArgumentException">There is no such column, a row lacks its user or its item, or there are no rows.</exception>
    public TestUsers(Table test, string user, string item)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.RowCount == 0)
        {
            throw new ArgumentException("The test table has no rows, so there is nothing to measure. Check the split it comes from.", nameof(test));
        }

        var (users, items) = (new IdRows(test[user]), new IdRows(test[item]));
        Users = [.. users.Ids];
        _items = items.Ids;
        var (userOf, itemOf) = (users.RowsOf(test[user]), items.RowsOf(test[item]));
        _offsets = new int[Users.Length + 1];
        foreach (var code in userOf)
        {
            _offsets[code + 1]++;
        }

        for (var i = 0; i < Users.Length; i++)
        {
            _offsets[i + 1] += _offsets[i];
        }

        var next = _offsets.ToArray();
        Items = new int[itemOf.Length];
        for (var row = 0; row < itemOf.Length; row++)
        {
            Items[next[userOf[row]]++] = itemOf[row];
        }
    }

    /// <summary>The users' ids.</summary>
    public string[] Users { get; }

    /// <summary>The items of all rows, user by user.</summary>
    public int[] Items { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Items.Length;

    /// <summary>The items of a user's rows; one that occurs in several rows occurs several times.</summary>
    public ReadOnlySpan<int> ItemsOf(int user) => Items.AsSpan(_offsets[user].._offsets[user + 1]);

    /// <summary>The users that an index can be queried for.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public int[] KnownTo(TopKIndex index)
    {
        var known = Enumerable.Range(0, Users.Length).Where(user => index.Knows(Users[user])).ToArray();
        return known.Length > 0 ? known : throw new ArgumentException(
            $"The index knows none of the {Users.Length} test users, \"{Users[0]}\" for one. "
            + (index.WhyNoIdIsKnown ?? "Check that test and index name users alike."),
            nameof(index));
    }

    /// <summary>For each item its row of an index, −1 where the index does not hold it.</summary>
    public int[] RowsIn(TopKIndex index) => [.. _items.Select(item => index.TryGetRow(item, out var row) ? row : -1)];
}
