using System.Collections;
using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>
/// Candidates that a <see cref="QueryFilter"/> allows or excludes, by identifier: a list such as <c>["Heat (1995)", "Alien (1979)"]</c>, or a column. An index
/// looks the identifiers up once, however often a set is used with it.
/// </summary>
[CollectionBuilder(typeof(CandidateSet), nameof(Create))]
public sealed class CandidateSet : IReadOnlyCollection<string>
{
    private readonly HashSet<string> _identifiers;
    private readonly ConditionalWeakTable<TopKIndex, int[]> _rowsIn = [];

    /// <summary>The given identifiers; one that occurs twice counts once.</summary>
    /// <exception cref="ArgumentException">An identifier is null.</exception>
    public CandidateSet(IEnumerable<string> identifiers)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        _identifiers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var identifier in identifiers)
        {
            _identifiers.Add(identifier ?? throw new ArgumentException(
                $"A set of candidates holds identifiers, and number {_identifiers.Count} is null. Leave it out.", nameof(identifiers)));
        }
    }

    /// <summary>The values of a column, as text; rows without a value are left out.</summary>
    public CandidateSet(Column identifiers)
        : this(Values(identifiers))
    {
    }

    /// <inheritdoc/>
    public int Count => _identifiers.Count;

    /// <summary>Makes a set from the elements of a collection expression.</summary>
    public static CandidateSet Create(ReadOnlySpan<string> identifiers) => new(identifiers.ToArray());

    /// <summary>Whether the set has the candidate.</summary>
    public bool Contains(string identifier) => _identifiers.Contains(identifier);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _identifiers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The rows of an index that hold the candidates, ascending; candidates that the index lacks have none.</summary>
    internal int[] RowsIn(TopKIndex index) => _rowsIn.GetValue(index, FindRows);

    private int[] FindRows(TopKIndex index)
    {
        var rows = new List<int>(_identifiers.Count);
        foreach (var identifier in _identifiers)
        {
            if (index.TryGetRow(identifier, out var row))
            {
                rows.Add(row);
            }
        }

        rows.Sort();
        return [.. rows];
    }

    private static IEnumerable<string> Values(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var texts = column.AsStrings();
        return texts.CountCodes().Index().Where(code => code.Item > 0).Select(code => texts.Dictionary[code.Index]);
    }
}
