using Tandem.Tensors;

namespace Tandem;

/// <content>Cutting a table in two user by user.</content>
public sealed partial class Table
{
    /// <summary>Leaves each user's latest rows out to test on: what a recommender is asked in use, to foretell what comes next.</summary>
    /// <param name="user">The column of users.</param>
    /// <param name="orderBy">The column that says when a row was, usually a timestamp; of rows at the same time the later in the table is the later.</param>
    /// <param name="count">How many rows of each user are left out. A user with no more rows than that is trained on only, and reported.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row has no user or no time.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">No user has enough rows.</exception>
    public UserSplit SplitLeaveLastOut(string user, string orderBy, int count = 1)
    {
        CheckCount(count);
        RequireValues(orderBy);
        var times = this[orderBy];
        return SplitByUser(user, rows =>
        {
            rows.Sort((left, right) => times.Compare(left, right) is not 0 and var order ? order : left.CompareTo(right));
            return rows.Length > count ? count : 0;
        });
    }

    /// <summary>Leaves random rows of each user out to test on.</summary>
    /// <param name="user">The column of users.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="count">How many rows of each user are left out. A user with no more rows than that is trained on only, and reported.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row has no user.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">No user has enough rows.</exception>
    public UserSplit SplitLeaveOneOut(string user, long seed, int count = 1)
    {
        CheckCount(count);
        var random = new SeededRandom(seed);
        return SplitByUser(user, rows =>
        {
            random.Shuffle(rows);
            return rows.Length > count ? count : 0;
        });
    }

    /// <summary>
    /// Leaves the same share of each user's rows out to test on, at random: a random split in which no user is tested more, or trained on less, than others.
    /// </summary>
    /// <param name="user">The column of users.</param>
    /// <param name="fraction">The share of a user's rows to train on, between 0 and 1; of n rows n·(1 − fraction), rounded, are left out.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row has no user.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">No user has enough rows for one to be left out.</exception>
    public UserSplit SplitPerUser(string user, double fraction, long seed)
    {
        if (!(fraction is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), $"The share to train on must lie between 0 and 1, and is {fraction}.");
        }

        var random = new SeededRandom(seed);
        return SplitByUser(user, rows =>
        {
            random.Shuffle(rows);
            return Math.Min(rows.Length - 1, (int)Math.Round((1 - fraction) * rows.Length, MidpointRounding.AwayFromZero));
        });
    }

    /// <summary>
    /// Draws lists of rows of one user each, as listwise ranking losses want them: the rows of a list follow one another, so that row i is in list i / <paramref name="listSize"/>,
    /// and scores of a batch of whole lists become a matrix by <see cref="Tensor.Reshape"/>.
    /// </summary>
    /// <param name="user">The column of users.</param>
    /// <param name="listsPerUser">How many lists of each user are drawn; they may overlap.</param>
    /// <param name="listSize">The rows of a list, all different.</param>
    /// <param name="seed">Of the draw.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row has no user.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number or the size of lists is less than 1.</exception>
    /// <exception cref="InvalidOperationException">No user has enough rows for a list.</exception>
    public UserLists SampleLists(string user, int listsPerUser, int listSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(listsPerUser, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(listSize, 1);
        var (random, drawn, tooFew) = (new SeededRandom(seed), new List<int>(), new List<string>());
        foreach (var rows in RowsOfUsers(user))
        {
            for (var list = 0; list < listsPerUser && rows.Length >= listSize; list++)
            {
                random.Shuffle(rows.AsSpan());
                drawn.AddRange(rows.AsSpan(0, listSize));
            }

            if (rows.Length < listSize)
            {
                tooFew.Add(this[user].Text(rows[0])!);
            }
        }

        return drawn.Count > 0 ? new UserLists(Gather([.. drawn]), listSize, tooFew) : throw new InvalidOperationException(
            $"None of the {tooFew.Count} values of column '{user}' has {listSize} rows: draw smaller lists.");
    }

    /// <summary>
    /// Checks that no row of a test set was trained on: that none agrees with one of this table in the given columns. Repeated interactions, and tables joined before they were split, are
    /// the usual leaks.
    /// </summary>
    /// <param name="test">The rows to test on.</param>
    /// <param name="columns">The columns that tell rows apart, such as user and item; all of this table's when none is given.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">A test row was trained on; the message counts them and shows the first.</exception>
    public Table RequireNoLeakInto(Table test, params IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(test);
        string[] named = [.. columns];
        named = named.Length > 0 ? named : [.. _columns.Select(column => column.Name)];
        var both = Select(named).Concat(test.Select(named));
        var (keys, _) = RowKeys.Encode(both._columns);
        var trained = keys.AsSpan(0, RowCount).ToArray().ToHashSet();
        var leaked = Enumerable.Range(0, test.RowCount).Where(row => trained.Contains(keys[RowCount + row])).ToArray();
        return leaked.Length == 0 ? this : throw new InvalidOperationException(
            $"{leaked.Length} of {test.RowCount} test rows are in the training data too, the first of them in row {leaked[0]}: {string.Join(", ", named.Select(name => $"{name} {test[name].Text(leaked[0])}"))}. Make the rows distinct before splitting, or leave these out of the test.");
    }

    /// <param name="user">The column of users.</param>
    /// <param name="leaveOut">Is given each user's rows in order, may reorder them, and says how many at their end are left out.</param>
    private UserSplit SplitByUser(string user, LeaveOut leaveOut)
    {
        var (isTest, tooFew, users) = (new bool[RowCount], new List<string>(), 0);
        foreach (var rows in RowsOfUsers(user))
        {
            users++;
            var count = leaveOut(rows);
            foreach (var row in rows.AsSpan(rows.Length - count))
            {
                isTest[row] = true;
            }

            if (count == 0)
            {
                tooFew.Add(this[user].Text(rows[0])!);
            }
        }

        return tooFew.Count < users ? new UserSplit(Keep(row => !isTest[row]), Keep(row => isTest[row]), tooFew) : throw new InvalidOperationException(
            $"None of the {users} values of column '{user}' has enough rows for some to be left out: split by time or at random, or leave fewer out.");
    }

    /// <summary>Each user's rows, in the order of the table; users in the order of their first rows.</summary>
    private IEnumerable<int[]> RowsOfUsers(string user)
    {
        RequireRows("Grouping rows by user");
        RequireValues(user);
        var (keys, users) = this[user].Encode();
        var groups = RowsByKey.Build(keys, users, offset: 0, _ => true);
        return Enumerable.Range(0, users).Select(key => groups.Of(key).ToArray());
    }

    private void RequireValues(string name)
    {
        if (this[name] is { HasNulls: true, NullCount: var count })
        {
            throw new ArgumentException($"Column '{name}' has no value in {count} rows: leave them out with DropNulls(\"{name}\").", nameof(name));
        }
    }

    private static void CheckCount(int count)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "At least one row of each user must be left out to test on.");
        }
    }

    private delegate int LeaveOut(Span<int> rows);
}
