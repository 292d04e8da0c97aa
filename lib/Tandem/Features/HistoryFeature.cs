using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The items of a user's past, as one row: their embeddings' mean (or sum). A user without a past has zeros. The key is the user, so a batch
/// pools the history of each of its users once.
/// </summary>
public sealed class HistoryFeature : Feature
{
    private readonly ConditionalWeakTable<Table, FeatureKeys> _keys = [];

    private readonly Lazy<int[]> _userOfEntry;

    internal HistoryFeature(string column, Histories histories, Embedding layer, Pooling pooling, string? leaveOut)
        : base(column, layer.Dimension)
    {
        layer.RequireRows(histories.Items.VocabularySize, "the items' vocabulary");
        (Histories, Layer, Pooling, LeaveOut) = (histories, layer, pooling.Checked(nameof(pooling)), leaveOut);
        _userOfEntry = new Lazy<int[]>(UsersOfEntries);
    }

    /// <summary>What each user did.</summary>
    public Histories Histories { get; }

    /// <summary>The layer that looks embeddings up, perhaps shared with the items' own feature.</summary>
    public Embedding Layer { get; }

    /// <summary>How the embeddings of a history become one row.</summary>
    public Pooling Pooling { get; }

    /// <summary>The column of items of which a row's own is left out of its history; <see langword="null"/> for none.</summary>
    public string? LeaveOut { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => Layer.Parameters;

    internal override StringLookup Ids => Histories.Users;

    /// <inheritdoc/>
    /// <remarks>
    /// A key below the number of users is that user's whole history; a key above it is one entry of all histories: the history of its user
    /// without it.
    /// </remarks>
    internal override FeatureKeys Keys(Table table) => _keys.GetValue(table, ComputeKeys);

    /// <inheritdoc/>
    protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var keys = Keys(table).Of(rows);
        var users = Array.ConvertAll(keys, key => IsWhole(key) ? key : _userOfEntry.Value[EntryOf(key)]);
        var sums = SumOfWholeHistories(users);
        if (!Array.TrueForAll(keys, IsWhole))
        {
            sums -= Layer.Apply(OwnItems(keys), Pooling.Sum);
        }

        return Pooling == Pooling.Sum ? sums : sums * Tensor.From(Scales(keys, users), new Shape(keys.Length, 1), sums.Device);
    }

    /// <summary>The sum of each user's history; that of a user who occurs several times is computed once.</summary>
    private Tensor SumOfWholeHistories(int[] users)
    {
        var numbers = new Dictionary<int, int>();
        var numberOf = Array.ConvertAll(users, user =>
        {
            numbers.TryAdd(user, numbers.Count);
            return numbers[user];
        });
        var sums = Layer.Apply(Histories.Bags.Take([.. numbers.Keys]), Pooling.Sum);
        return numbers.Count == users.Length ? sums : sums.Gather(Indices.From(numberOf, device: sums.Device));
    }

    /// <summary>For each row, the item that is left out, if any.</summary>
    private Bags OwnItems(int[] keys)
    {
        var offsets = new int[keys.Length + 1];
        var items = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            offsets[i + 1] = offsets[i];
            if (!IsWhole(keys[i]))
            {
                items[offsets[i + 1]++] = Histories.Bags.Ids[EntryOf(keys[i])];
            }
        }

        return new Bags(offsets, items.AsSpan(0, offsets[^1]));
    }

    /// <summary>What the sums are multiplied with: one by the number of items (or its root), 0 where there is none.</summary>
    private float[] Scales(int[] keys, int[] users)
    {
        var scales = new float[keys.Length];
        for (var i = 0; i < scales.Length; i++)
        {
            var items = Histories.Bags[users[i]].Length - (IsWhole(keys[i]) ? 0 : 1);
            scales[i] = items == 0 ? 0 : Pooling == Pooling.Mean ? 1f / items : 1f / MathF.Sqrt(items);
        }

        return scales;
    }

    private FeatureKeys ComputeKeys(Table table)
    {
        var keys = Histories.Users.Apply(table[Column]);
        if (LeaveOut is not null && table.HasColumn(LeaveOut))
        {
            var items = Histories.Items.Apply(table[LeaveOut]);
            for (var row = 0; row < keys.Length; row++)
            {
                keys[row] = KeyWithout(keys[row], items[row]);
            }
        }

        return new FeatureKeys(keys, Histories.Bags.Count + Histories.Bags.EntryCount);
    }

    private int KeyWithout(int user, int item) =>
        Histories.Bags[user].IndexOf(item) is >= 0 and var position ? Histories.Bags.Count + Histories.Bags.Offsets[user] + position : user;

    private bool IsWhole(int key) => key < Histories.Bags.Count;

    private int EntryOf(int key) => key - Histories.Bags.Count;

    private int[] UsersOfEntries()
    {
        var users = new int[Histories.Bags.EntryCount];
        for (var user = 0; user < Histories.Bags.Count; user++)
        {
            users.AsSpan(Histories.Bags.Offsets[user]..Histories.Bags.Offsets[user + 1]).Fill(user);
        }

        return users;
    }
}
