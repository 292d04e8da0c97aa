using Tandem.Tensors;

namespace Tandem;

/// <summary>The queries that an index can be asked for by their ids alone, with the features that its query tower reads.</summary>
internal sealed class QueryTable
{
    private readonly Tower _tower;
    private readonly Dictionary<string, int> _rowOf;

    private QueryTable(Tower tower, Table rows, string identifier)
    {
        (_tower, Rows, Identifier) = (tower, rows, identifier);
        _rowOf = new Dictionary<string, int>(rows.RowCount, StringComparer.Ordinal);
        var ids = rows[identifier];
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (!_rowOf.TryAdd(ids.Text(row)!, row))
            {
                throw new ArgumentException(
                    $"Column \"{identifier}\" of the queries has \"{ids.Text(row)}\" more than once, with its features in several rows. Keep one: queries.Distinct(\"{identifier}\").");
            }
        }
    }

    /// <summary>The queries, one a row: the column of ids and those that the tower reads.</summary>
    public Table Rows { get; }

    /// <summary>The column of ids.</summary>
    public string Identifier { get; }

    /// <summary>The columns that a tower reads.</summary>
    public static IEnumerable<string> ColumnsOf(Tower tower) =>
        tower.Features.SelectMany(feature => feature is CrossFeature cross ? cross.Columns : [feature.Column]).Distinct();

    /// <summary>Whether a tower was trained on the ids of a row, and the row has a value in each of the tower's columns.</summary>
    public static bool IsComplete(Tower tower, Table table, int row) =>
        ColumnsOf(tower).All(column => table.HasColumn(column) && !table[column].IsNull(row))
        && tower.Features.OfType<IdFeature>().All(feature => Knows(feature.Lookup, table[feature.Column].Text(row)!));

    /// <summary>Whether a vocabulary has an id of its own, rather than a place for unknown ones.</summary>
    public static bool Knows(StringLookup lookup, string id) => lookup.Token(lookup[id]) == id;

    /// <summary>Takes the rows of a table that the tower can embed: those with all features, and ids that it was trained on.</summary>
    /// <param name="tower">Embeds queries.</param>
    /// <param name="queries">The queries, one a row.</param>
    /// <param name="identifier">The column of ids; the tower's first column of ids when omitted.</param>
    /// <exception cref="ArgumentException">A column is missing, an id occurs twice, or no row is left.</exception>
    public static QueryTable Of(Tower tower, Table queries, string? identifier)
    {
        identifier ??= tower.Features.FirstOrDefault(feature => feature.Ids is not null)?.Column ?? throw new ArgumentException(
            $"The {tower.Name} reads no id, so nothing tells which column of the queries has their ids. Name it: queryIdentifier: \"{queries.Columns[0].Name}\".");
        var columns = queries.Select(ColumnsOf(tower).Prepend(identifier).Distinct());
        var complete = Enumerable.Range(0, columns.RowCount).Where(row => !columns[identifier].IsNull(row) && IsComplete(tower, columns, row)).ToArray();
        return complete.Length == 0
            ? throw new ArgumentException(
                $"None of the {queries.RowCount} rows of the queries can be embedded: each lacks a value of {string.Join(", ", columns.Columns.Select(column => column.Name))}, "
                + $"or has an id that the {tower.Name} was not trained on.")
            : new QueryTable(tower, complete.Length == columns.RowCount ? columns : Table.FromColumns(columns.Columns.Select(column => column.Take(complete))), identifier);
    }

    /// <summary>Whether there is a query of that id.</summary>
    public bool Contains(string id) => _rowOf.ContainsKey(id);

    /// <summary>The vectors of some queries, <c>[ids, dim]</c>.</summary>
    public Tensor Embed(IReadOnlyList<string> ids) => _tower.Embed(new Batch(Rows, ids.Select(id => _rowOf[id]).ToArray())).ToTensor();
}
