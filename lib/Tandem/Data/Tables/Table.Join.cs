namespace Tandem;

/// <content>Joining two tables.</content>
public sealed partial class Table
{
    private const string RightSuffix = "_right";

    /// <summary>Joins on one column; see <see cref="Join(Table, IReadOnlyList{string}, JoinKind)"/>.</summary>
    public Table Join(Table other, string on, JoinKind how = JoinKind.Inner) => Join(other, [on], how);

    /// <summary>
    /// Pairs each row with the rows of another table that have the same values in the key columns. The order is that of
    /// this table, and within a row's matches that of the other one. A row without a value in a key column matches nothing.
    /// </summary>
    /// <param name="other">The right table.</param>
    /// <param name="on">The key columns, which both tables have; they appear once in the result.</param>
    /// <param name="how">What happens to rows without a match.</param>
    /// <returns>
    /// This table's columns, then the other's without the keys. A column of the other table whose name is taken gets
    /// <c>_right</c> appended.
    /// </returns>
    /// <exception cref="ArgumentException">A key column is missing, differs in type, or a name with <c>_right</c> is taken too.</exception>
    public Table Join(Table other, IReadOnlyList<string> on, JoinKind how = JoinKind.Inner)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(on);
        if (on.Count == 0)
        {
            throw new ArgumentException("A join needs at least one key column.", nameof(on));
        }

        var keyColumns = on.Select(name => KeyColumn(other, name)).ToArray();
        var keys = keyColumns.DistinctBy(column => column.Name).ToDictionary(column => column.Name, StringComparer.Ordinal);
        var (left, right) = MatchRows(keyColumns, how);
        return FromColumns([.. LeftColumns(), .. RightColumns()]);

        IEnumerable<Column> LeftColumns() => _columns.Select(column =>
        {
            // Only an outer join has rows whose key the left table does not know.
            var key = how == JoinKind.Outer ? keys.GetValueOrDefault(column.Name) : null;
            return key?.Gather(KeyRows(left, right)) ?? GatherUnlessAll(column, left);
        });

        IEnumerable<Column> RightColumns() => other._columns.Where(column => !keys.ContainsKey(column.Name)).Select(column =>
            GatherUnlessAll(HasColumn(column.Name) ? column.Rename(column.Name + RightSuffix) : column, right));
    }

    /// <summary>The keys of this table, then those of the other one.</summary>
    private Column KeyColumn(Table other, string name)
    {
        var (left, right) = (this[name], other[name]);
        return left.Type == right.Type ? left.Concat(right) : throw new ArgumentException(
            $"Column '{name}' holds {left.Type} values in the left table and {right.Type} values in the right one, so no two would be equal. Read both files with one type, "
            + $"new ReadOptions {{ Columns = [ColumnSpec.String(\"{name}\")] }}, or join texts: table.WithColumn(table[\"{name}\"].AsStrings()).");
    }

    /// <summary>Where a joined row's key stands in the two tables' keys laid end to end.</summary>
    private int[] KeyRows(int[] left, int[] right) => [.. left.Zip(right, (l, r) => l >= 0 ? l : RowCount + r)];

    private (int[] Left, int[] Right) MatchRows(Column[] keyColumns, JoinKind how)
    {
        var (keys, count) = RowKeys.Encode(keyColumns);
        var holed = keyColumns.Where(column => column.HasNulls).ToArray();
        bool Matchable(int row) => !holed.Any(column => column.IsNull(row));
        var matches = RowsByKey.Build(keys, count, RowCount, Matchable);

        var left = new List<int>(RowCount);
        var right = new List<int>(RowCount);
        var matched = new bool[keys.Length - RowCount];
        for (var row = 0; row < RowCount; row++)
        {
            var found = holed.Length == 0 || Matchable(row) ? matches.Of(keys[row]) : default;
            foreach (var match in found)
            {
                left.Add(row);
                right.Add(match);
                matched[match] = true;
            }

            if (found.IsEmpty && how != JoinKind.Inner)
            {
                left.Add(row);
                right.Add(-1);
            }
        }

        if (how == JoinKind.Outer)
        {
            var unmatched = Enumerable.Range(0, matched.Length).Where(row => !matched[row]).ToArray();
            left.AddRange(Enumerable.Repeat(-1, unmatched.Length));
            right.AddRange(unmatched);
        }

        return ([.. left], [.. right]);
    }

    /// <summary>The column itself when the rows are all of its rows in order: the usual case of a join that looks attributes up.</summary>
    private static Column GatherUnlessAll(Column column, int[] rows)
    {
        var all = rows.Length == column.Length;
        for (var i = 0; all && i < rows.Length; i++)
        {
            all = rows[i] == i;
        }

        return all ? column : column.Gather(rows);
    }
}
