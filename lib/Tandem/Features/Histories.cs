using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// What each user did in the past: for each user of a vocabulary, the distinct items of a vocabulary, from the earliest to the latest. Immutable.
/// </summary>
public sealed class Histories
{
    /// <summary>Creates histories from their parts, as <see cref="From"/> makes them.</summary>
    /// <param name="users">The vocabulary of users.</param>
    /// <param name="items">The vocabulary of items.</param>
    /// <param name="bags">For each index of <paramref name="users"/>, distinct indices of <paramref name="items"/>.</param>
    /// <exception cref="ArgumentException">The number of bags is not that of users, an id is not of an item, or one stands twice in a bag.</exception>
    public Histories(StringLookup users, StringLookup items, Bags bags)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(bags);
        if (bags.Count != users.VocabularySize)
        {
            throw new ArgumentException($"{bags.Count} histories do not fit {users.VocabularySize} users: give one for each index of the vocabulary.", nameof(bags));
        }

        bags.RequireIdsBelow(items.VocabularySize, "the vocabulary of items");
        RequireDistinct(bags);
        Users = users;
        Items = items;
        Bags = bags;
    }

    /// <summary>The vocabulary of users. One outside it has no history.</summary>
    public StringLookup Users { get; }

    /// <summary>The vocabulary of items.</summary>
    public StringLookup Items { get; }

    /// <summary>For each user, the items.</summary>
    public Bags Bags { get; }

    /// <summary>Collects the histories of a table of interactions, such as the ratings of a training split.</summary>
    /// <param name="interactions">One row an interaction.</param>
    /// <param name="user">The column of users.</param>
    /// <param name="item">The column of items.</param>
    /// <param name="items">The vocabulary of items; interactions with others are left out.</param>
    /// <param name="orderBy">The column that says when an interaction was, usually a timestamp; <see langword="null"/> when the rows are in order.</param>
    /// <param name="last">Keeps each user's latest items only, at most this many; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row has no user or no item.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="last"/> is not positive.</exception>
    public static Histories From(Table interactions, string user, string item, StringLookup items, string? orderBy = null, int? last = null)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(items);
        if (last is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(last), last, "A history keeps at least one item.");
        }

        var table = orderBy is null ? interactions : interactions.Sort(orderBy);
        var users = StringLookup.Adapt(table[user]);
        var lists = Array.ConvertAll(new List<int>[users.VocabularySize], _ => new List<int>());
        var (userOf, itemOf) = (users.Apply(table[user]), items.Apply(table[item]));
        for (var row = 0; row < userOf.Length; row++)
        {
            if (itemOf[row] >= items.ReservedIndices)
            {
                lists[userOf[row]].Add(itemOf[row]);
            }
        }

        return new Histories(users, items, Bags.Of(lists.Select(list => Latest(list, last))));
    }

    private static void RequireDistinct(Bags bags)
    {
        var seen = new HashSet<int>();
        for (var user = 0; user < bags.Count; user++)
        {
            seen.Clear();
            foreach (var item in bags[user])
            {
                if (!seen.Add(item))
                {
                    throw new ArgumentException($"The history of user {user} holds item {item} twice: give each item once, or make histories with From.", nameof(bags));
                }
            }
        }
    }

    /// <summary>The distinct items of a list in the order of their last occurrence, and of these the last few.</summary>
    private static IEnumerable<int> Latest(List<int> items, int? most)
    {
        var latest = Enumerable.Reverse(items).Distinct();
        return (most is { } count ? latest.Take(count) : latest).Reverse();
    }
}
