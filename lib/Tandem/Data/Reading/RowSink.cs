using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>Takes one chunk's rows, cell by cell, into the columns.</summary>
/// <param name="plan">What to make of each line.</param>
/// <param name="chunk">The chunk's number.</param>
/// <param name="firstSlot">Where its first row goes.</param>
/// <param name="lines">How many lines it has: at least as many as rows.</param>
internal sealed class RowSink(ReadPlan plan, int chunk, int firstSlot, int lines)
{
    private const int ShownCharacters = 60;

    public int Rows { get; private set; }

    public int Skipped { get; private set; }

    /// <summary>The slots that hold rows.</summary>
    public SlotRange Slots => new(firstSlot, Rows);

    /// <summary>What is wrong with the first malformed row, if it may not be skipped.</summary>
    public string? Failure { get; private set; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; private set; } = "Correct the file, declare the column as text, or pass SkipMalformed = true to leave such rows out and have them counted.";

    /// <summary>Takes a row.</summary>
    /// <param name="text">The bytes that hold the cells.</param>
    /// <param name="cells">The cells; those beyond the number of columns may be missing.</param>
    /// <param name="cellCount">How many cells the line has.</param>
    /// <param name="line">The line's number in the file.</param>
    /// <returns>False when reading the chunk cannot go on.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Add(ReadOnlySpan<byte> text, ReadOnlySpan<CellSpan> cells, int cellCount, long line)
    {
        if (cellCount != plan.FieldCount)
        {
            return Malformed(line, $"there are {cellCount} cells where {plan.FieldCount} are expected: '{Show(text)}'");
        }

        if (Rows == lines)
        {
            throw plan.File.Changed();
        }

        var slot = firstSlot + Rows;
        foreach (var column in plan.WriteOrder)
        {
            var span = cells[column.Cell];
            var cell = span.IsMissing ? default : text.Slice(span.Start, span.Length);
            if (span.IsMissing || plan.IsNull(cell))
            {
                column.WriteNull(slot);
            }
            else if (!column.TryWrite(cell, slot, chunk))
            {
                if (column.MayWiden)
                {
                    WidenAll(text, cells);
                    return plan.IsThorough;
                }

                var problem = $"column '{column.Name}': '{Show(cell)}' is not {Describe(column)}";
                return column.Inferred ? UnlikeEarlierPart(line, problem) : Malformed(line, problem);
            }
        }

        Rows++;
        return true;
    }

    /// <summary>What to call a cell in messages, by its number from 0.</summary>
    public string Name(int cell) => plan.WriteOrder.FirstOrDefault(column => column.Cell == cell) is { } column ? $"column '{column.Name}'" : Numbered(cell);

    /// <summary>What to call a cell whose column has no name.</summary>
    public static string Numbered(int cell) => $"cell {cell + 1}";

    /// <summary>Tells the columns that the chunk is read.</summary>
    public void Complete() => plan.Complete(chunk, Slots);

    /// <summary>Leaves a row out, or ends the reading with a message about it.</summary>
    /// <returns>Whether reading goes on.</returns>
    public bool Malformed(long line, string problem) => Malformed($"line {line}", problem);

    /// <inheritdoc cref="Malformed(long, string)"/>
    public bool Malformed(string place, string problem)
    {
        if (plan.SkipMalformed)
        {
            Skipped++;
            return true;
        }

        Failure = $"{place}: {problem}";
        return false;
    }

    /// <summary>Nobody said what the column holds, so the row is not to blame.</summary>
    private bool UnlikeEarlierPart(long line, string problem)
    {
        Failure = $"line {line}: {problem}, as all cells of the first part are";
        Remedy = "Give the column's type for the whole file: Schema = […].";
        return false;
    }

    private void WidenAll(ReadOnlySpan<byte> text, ReadOnlySpan<CellSpan> cells)
    {
        plan.ReadAgain();
        foreach (var column in plan.WriteOrder)
        {
            var span = cells[column.Cell];
            if (column.Inferred && !span.IsMissing && text.Slice(span.Start, span.Length) is var cell && !plan.IsNull(cell))
            {
                column.Widen(cell);
            }
        }
    }

    private string Show(ReadOnlySpan<byte> text)
    {
        // A cell may have a gigabyte, a character at most four bytes.
        var shown = plan.CellEncoding.GetString(text[..Math.Min(text.Length, 4 * (ShownCharacters + 1))]);
        return shown.Length <= ShownCharacters ? shown : shown[..ShownCharacters] + "…";
    }

    private static string Describe(ReadColumn column) => column.Type switch
    {
        ColumnType.Long => "a whole number of 64 bits",
        ColumnType.Double => "a finite number",
        ColumnType.Bool => "true or false",
        ColumnType.Timestamp => $"a time ({column.Unit.ToString().ToLowerInvariant()} since 1970, or ISO 8601)",
        _ => "text",
    };
}
