using System.Runtime.InteropServices;

namespace Tandem;

/// <summary>A <see cref="QueryFilter"/> in terms of an index's rows, which is what searches understand.</summary>
/// <param name="Subset">The only rows that any query may return, ascending; <see langword="null"/> for all.</param>
/// <param name="Excluded">For each query the rows that it may not return, ascending; may repeat. <see langword="null"/> for none.</param>
internal sealed record RowFilter(int[]? Subset, RowLists? Excluded)
{
    /// <summary>Nothing is filtered out.</summary>
    public static RowFilter None { get; } = new(null, null);

    /// <summary>Looks a filter's candidates up in an index.</summary>
    /// <param name="filter">The filter; <see langword="null"/> for none.</param>
    /// <param name="index">The index.</param>
    /// <param name="ids">The queries' ids.</param>
    /// <param name="own">For each query one more row that it excludes, such as its own; <see langword="null"/> for none.</param>
    public static RowFilter Of(QueryFilter? filter, TopKIndex index, IReadOnlyList<string> ids, int[]? own = null)
    {
        filter ??= new QueryFilter();
        filter.CheckLists(ids.Count);
        if (filter is { Allowed: null, Excluded: null, AllowedPerQuery: null, ExcludedPerQuery: null, Seen: null } && own is null)
        {
            return None;
        }

        var subset = Subsets(filter, index);
        if (filter is { Excluded: null, AllowedPerQuery: null, ExcludedPerQuery: null, Seen: null } && own is null)
        {
            return new RowFilter(subset, null);
        }

        if (filter is { Excluded: null, AllowedPerQuery: null, ExcludedPerQuery: null, Seen: { } seen } && own is null)
        {
            return new RowFilter(subset, seen.RowsIn(index, ids));
        }

        CheckSize(filter, index, ids, subset);
        var (offsets, rows) = (new int[ids.Count + 1], new List<int>());
        for (var query = 0; query < ids.Count; query++)
        {
            var lists = AddExcluded(filter, index, ids[query], query, subset, rows);
            if (own is not null)
            {
                rows.Add(own[query]);
                lists++;
            }

            // One list alone ascends as it is.
            if (lists > 1)
            {
                CollectionsMarshal.AsSpan(rows)[offsets[query]..].Sort();
            }

            offsets[query + 1] = rows.Count;
        }

        return new RowFilter(subset, new RowLists(offsets, [.. rows]));
    }

    /// <summary>
    /// The filter within the rows that a search looks at, by their place in it: rows <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1
    /// of the index, and of these those that <see cref="Subset"/> has.
    /// </summary>
    /// <returns>The rows to look at, ascending, <see langword="null"/> when it is all of them; and what each query excludes, as places among them.</returns>
    public (int[]? Rows, RowLists? Excluded) Within(int first, int count)
    {
        var rows = Subset is null ? null : Slice(Subset, first, count).ToArray();
        if (Excluded is null || (rows is null && first == 0 && Covers(count)))
        {
            return (rows, Excluded);
        }

        var (offsets, places) = (new int[Excluded.Offsets.Length], new List<int>());
        for (var query = 0; query < offsets.Length - 1; query++)
        {
            foreach (var row in Slice(Excluded[query], first, count))
            {
                if (rows is null)
                {
                    places.Add(row - first);
                }
                else if (Array.BinarySearch(rows, row) is >= 0 and var place)
                {
                    places.Add(place);
                }
            }

            offsets[query + 1] = places.Count;
        }

        return (rows, new RowLists(offsets, [.. places]));
    }

    /// <summary>The filter as lists of excluded rows alone; <see langword="null"/> when nothing is filtered out.</summary>
    public RowLists? AsExclusions(int queries, int count)
    {
        if (Subset is null)
        {
            return Excluded;
        }

        var (offsets, rows) = (new int[queries + 1], new List<int>());
        for (var query = 0; query < queries; query++)
        {
            AddComplement(Subset, subset: null, count, rows);
            rows.AddRange(Excluded is null ? [] : Excluded[query]);
            CollectionsMarshal.AsSpan(rows)[offsets[query]..].Sort();
            offsets[query + 1] = rows.Count;
        }

        return new RowLists(offsets, [.. rows]);
    }

    private bool Covers(int count) => Excluded!.Rows.AsSpan().IndexOfAnyExceptInRange(0, count - 1) < 0;

    private static ReadOnlySpan<int> Slice(ReadOnlySpan<int> ascending, int first, int count)
    {
        var begin = LowerBound(ascending, first);
        return ascending[begin..LowerBound(ascending, first + count)];
    }

    private static int LowerBound(ReadOnlySpan<int> ascending, int row)
    {
        var (begin, end) = (0, ascending.Length);
        while (begin < end)
        {
            var middle = (begin + end) / 2;
            (begin, end) = ascending[middle] < row ? (middle + 1, end) : (begin, middle);
        }

        return begin;
    }

    /// <summary>The rows that at least one query may return.</summary>
    private static int[]? Subsets(QueryFilter filter, TopKIndex index)
    {
        var allowed = filter.Allowed?.RowsIn(index);
        if (filter.AllowedPerQuery is not { } perQuery || perQuery.Contains(null))
        {
            return allowed;
        }

        var union = new SortedSet<int>(perQuery.SelectMany(set => set!.RowsIn(index)));
        if (allowed is not null)
        {
            union.IntersectWith(allowed);
        }

        return [.. union];
    }

    /// <summary>Checks that the rows which all queries exclude fit in one array.</summary>
    private static void CheckSize(QueryFilter filter, TopKIndex index, IReadOnlyList<string> ids, int[]? subset)
    {
        var size = (long)ids.Count * ((filter.Excluded?.RowsIn(index).Length ?? 0) + 1);
        for (var query = 0; query < ids.Count && size <= Array.MaxLength; query++)
        {
            size += filter.ExcludedPerQuery?[query]?.RowsIn(index).Length ?? 0;
            size += filter.Seen is { } seen ? seen.RowsIn(index, ids[query]).Length : 0;
            size += filter.AllowedPerQuery?[query] is not null ? subset?.Length ?? index.Count : 0;
        }

        if (size > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The filter leaves out more than {Array.MaxLength} candidates of {ids.Count} queries together, which one call cannot do. Ask for fewer queries at a time.", nameof(filter));
        }
    }

    /// <returns>How many lists of rows were added, each of which ascends.</returns>
    private static int AddExcluded(QueryFilter filter, TopKIndex index, string id, int query, int[]? subset, List<int> rows)
    {
        var lists = 0;
        if (filter.Excluded is { } excluded)
        {
            rows.AddRange(excluded.RowsIn(index));
            lists++;
        }

        if (filter.ExcludedPerQuery?[query] is { } ownExcluded)
        {
            rows.AddRange(ownExcluded.RowsIn(index));
            lists++;
        }

        if (filter.Seen is { } seen)
        {
            rows.AddRange(seen.RowsIn(index, id));
            lists++;
        }

        if (filter.AllowedPerQuery?[query] is { } ownAllowed)
        {
            AddComplement(ownAllowed.RowsIn(index), subset, index.Count, rows);
            lists++;
        }

        return lists;
    }

    /// <summary>Adds the rows of a subset (of all, when it is <see langword="null"/>) that are not allowed.</summary>
    private static void AddComplement(int[] allowed, int[]? subset, int count, List<int> rows)
    {
        var next = 0;
        foreach (var row in subset ?? Enumerable.Range(0, count))
        {
            while (next < allowed.Length && allowed[next] < row)
            {
                next++;
            }

            if (next == allowed.Length || allowed[next] != row)
            {
                rows.Add(row);
            }
        }
    }
}
