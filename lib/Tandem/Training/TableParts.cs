namespace Tandem;

/// <summary>Tables that come one after the other, as parts of one that is too large for memory.</summary>
internal static class TableParts
{
    /// <summary>The parts that have rows, each with its number from 0. No part is kept when the next one is asked for.</summary>
    /// <exception cref="ArgumentException">While going through them: no part has rows, one is <see langword="null"/>, or one has other columns than the first.</exception>
    public static IEnumerable<(int Number, Table Part)> WithRows(IEnumerable<Table> parts, int epoch)
    {
        IReadOnlyList<ColumnSpec>? schema = null;
        foreach (var (number, part) in parts.Index())
        {
            if (part is null)
            {
                throw new ArgumentException($"Part {number + 1} of the rows is null: give a table for each part, one without rows where there are none.", nameof(parts));
            }

            if (part.RowCount > 0)
            {
                RequireAlike(schema ??= part.Schema, part, number);
                yield return (number, part);
            }
        }

        if (schema is null)
        {
            throw new ArgumentException(
                epoch == 0
                    ? "The parts hold no rows, so there is nothing to train on. Check the files or the filter they come from."
                    : $"The parts hold no rows in epoch {epoch + 1}. They are gone through once an epoch: if they held rows before, give what begins anew each time, "
                        + "such as files.Select(file => Table.ReadCsv(file)) or a method with yield return, and no reader that is used up.",
                nameof(parts));
        }
    }

    /// <summary>Rows of several tables with the same columns, as all rows of a small table, which keeps none of theirs.</summary>
    public static Batch Join(IReadOnlyList<Batch> pieces) => new(Table.FromColumns(
        pieces[0].Table.Columns.Select(column => Join([.. pieces.Select(piece => piece.Table[column.Name].Take(piece.Rows))]))));

    // Concatenating columns of text would join their dictionaries, which may hold far more texts than these few rows.
    private static Column Join(Column[] pieces) => pieces[0] is StringColumn
        ? new StringColumn(pieces[0].Name, pieces.SelectMany(piece => piece.Texts()))
        : pieces.Aggregate((head, tail) => head.Concat(tail));

    private static void RequireAlike(IReadOnlyList<ColumnSpec> schema, Table part, int number)
    {
        foreach (var column in schema)
        {
            if (!part.HasColumn(column.Name))
            {
                throw Unlike(number, $"has no column '{column.Name}', which the first part has");
            }

            if (part[column.Name].Type != column.Type)
            {
                throw Unlike(number, $"has {part[column.Name].Type} values in column '{column.Name}' and the first part has {column.Type} values");
            }
        }

        if (part.Columns.Count > schema.Count)
        {
            throw Unlike(number, $"has a column '{part.Columns.First(column => schema.All(known => known.Name != column.Name)).Name}' that the first part lacks");
        }
    }

    private static ArgumentException Unlike(int number, string difference) => new(
        $"Part {number + 1} of the rows {difference}. Give parts with the same columns of the same types: read each file with Schema = first.Schema.", "parts");
}
