namespace Tandem;

/// <summary>
/// Who met what: a sparse matrix of users × items, kept by user and by item. What the recommenders without towers are fitted to: <see cref="Ease"/>,
/// <see cref="ItemKnn"/>, <see cref="AlternatingLeastSquares"/>, <see cref="BprMatrixFactorization"/>.
/// </summary>
/// <example><code>
/// var interactions = new Interactions(train, "user_id", "movie_title", items: movies["movie_title"]);
/// var recommended = new Ease(interactions).Query("42", k: 10, new() { Seen = new(train, "user_id", "movie_title") });
/// </code></example>
[TypeFormatterSource(typeof(TextFormatterSource))]
public sealed class Interactions
{
    private readonly Dictionary<string, int> _userRows;

    /// <summary>Groups the rows of a table.</summary>
    /// <param name="table">A row for each time a user met an item; the weights of repetitions are added up.</param>
    /// <param name="user">The column of users.</param>
    /// <param name="item">The column of items.</param>
    /// <param name="weight">The column that says how much each row weighs, positive; 1 each when omitted.</param>
    /// <param name="items">All items there are, those nobody met included; the distinct values of <paramref name="item"/> when omitted.</param>
    /// <exception cref="ArgumentException">
    /// There is no such column, the table is empty, a row lacks its user or item or has a weight that is not positive, or an item is not among <paramref name="items"/>;
    /// or the weights of a user or an item add up to more than a float holds.
    /// </exception>
    public Interactions(Table table, string user, string item, string? weight = null, Column? items = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        (UserColumn, ItemColumn) = (user, item);
        var users = new IdRows(table[user]);
        var known = new IdRows(items ?? table[item]);
        (Users, Items, _userRows) = (users.Ids, known.Ids, users.Rows);
        if (table.RowCount == 0)
        {
            throw new ArgumentException("The table has no rows, so there are no interactions to learn from. Check the filter or split it comes from.", nameof(table));
        }

        var (userOf, itemOf) = (users.RowsOf(table[user]), known.RowsOf(table[item]));
        ByUser = SparseRows.Group(userOf, Users.Count, itemOf, Weights(table, weight));
        ByItem = ByUser.Transpose(Items.Count);
        CheckTotals(ByUser, Users, user, weight);
        CheckTotals(ByItem, Items, item, weight);
        Repeated = table.RowCount - ByUser.Count;
    }

    /// <summary>Interactions that were grouped before.</summary>
    internal Interactions(string userColumn, string itemColumn, IReadOnlyList<string> users, IReadOnlyList<string> items, SparseRows byUser, int repeated)
    {
        (UserColumn, ItemColumn, Users, Items, ByUser, Repeated) = (userColumn, itemColumn, users, items, byUser, repeated);
        _userRows = users.Index().ToDictionary(user => user.Item, user => user.Index, StringComparer.Ordinal);
        ByItem = byUser.Transpose(items.Count);
    }

    /// <summary>The name of the column of users.</summary>
    public string UserColumn { get; }

    /// <summary>The name of the column of items.</summary>
    public string ItemColumn { get; }

    /// <summary>The users, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Users { get; }

    /// <summary>The items, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>The number of distinct pairs of a user and an item.</summary>
    public int Count => ByUser.Count;

    /// <summary>How many rows of the table repeated a pair; their weights were added to its first.</summary>
    public int Repeated { get; }

    /// <summary>For each user the items, ascending.</summary>
    internal SparseRows ByUser { get; }

    /// <summary>For each item the users, ascending.</summary>
    internal SparseRows ByItem { get; }

    /// <summary>Whether any row is about the user.</summary>
    public bool HasUser(string user) => _userRows.ContainsKey(user);

    /// <summary>The items of a user with their summed weights, in the order of <see cref="Items"/>.</summary>
    /// <exception cref="ArgumentException">No row is about the user.</exception>
    public IReadOnlyList<(string Item, float Weight)> Of(string user)
    {
        var row = UserRow(user);
        return [.. Enumerable.Range(ByUser.Offsets[row], ByUser.Offsets[row + 1] - ByUser.Offsets[row]).Select(e => (Items[ByUser.Columns[e]], ByUser.Weights[e]))];
    }

    /// <summary>The sizes.</summary>
    public override string ToString() => $"{Count} interactions of {Users.Count} users with {Items.Count} items";

    /// <summary>The number of a user.</summary>
    internal int UserRow(string user) => _userRows.TryGetValue(user, out var row) ? row : throw Unknown(user);

    /// <summary>The error for a user without history.</summary>
    internal ArgumentException Unknown(string user) => new(
        $"\"{user}\" is not among the {Users.Count} values of {UserColumn} that the recommender was fitted to, so nothing is known of their taste. Give what they met to QueryHistory, or recommend what is popular.");

    private static float[]? Weights(Table table, string? weight)
    {
        if (weight is null)
        {
            return null;
        }

        var values = NumericColumns.ToDoubles(table[weight]);
        for (var row = 0; row < values.Length; row++)
        {
            if (!(values[row] > 0))
            {
                throw new ArgumentException(
                    $"Column \"{weight}\", row {row}: an interaction's weight must be positive, and this one is {values[row]}. Leave such rows out with Where, or shift the weights.", nameof(table));
            }

            if ((float)values[row] == 0)
            {
                throw new ArgumentException(
                    $"Column \"{weight}\", row {row}: the weight {values[row]} is smaller than any that a float holds, {float.Epsilon}. Multiply the weights.", nameof(table));
            }
        }

        return Array.ConvertAll(values, value => (float)value);
    }

    /// <summary>What recommenders sum up is finite if each user's and each item's weights add up to a float.</summary>
    private static void CheckTotals(SparseRows rows, IReadOnlyList<string> ids, string column, string? weight)
    {
        for (var row = 0; weight is not null && row < rows.Rows; row++)
        {
            var total = 0.0;
            foreach (var value in rows.Weights.AsSpan(rows.Offsets[row]..rows.Offsets[row + 1]))
            {
                total += value;
            }

            if (!(total <= float.MaxValue))
            {
                throw new ArgumentException(
                    $"Column \"{weight}\": the weights of {column} \"{ids[row]}\" add up to more than a float holds, which is {float.MaxValue}. Divide the weights, or take their logarithm.", nameof(rows));
            }
        }
    }
}
