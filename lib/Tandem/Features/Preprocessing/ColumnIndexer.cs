namespace Tandem;

/// <summary>Turns the values of a column into indices, 0 to <see cref="VocabularySize"/> − 1: what an embedding or a one-hot encoding starts from. Immutable.</summary>
/// <remarks>For an indexer of your own derive from it, and use it with <see cref="Feature.Indexed(string, ColumnIndexer, int, int)"/>. Many threads may apply it at once.</remarks>
public abstract class ColumnIndexer
{
    /// <summary>The number of indices: the rows an embedding table needs.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The index of each row's value.</summary>
    /// <exception cref="ArgumentException">A value has no index; the message names column and row and says what to do.</exception>
    public abstract int[] Apply(Column column);

    /// <summary>Indexes each distinct text once. An index below 0 is the error of the rows that have the text.</summary>
    /// <param name="column">The column; values other than text are indexed by their <see cref="Column.Text"/>.</param>
    /// <param name="indexOf">The index of a text.</param>
    /// <param name="indexOfNull">That of a row without a value.</param>
    /// <param name="error">The error of a row.</param>
    private protected static int[] ApplyToTexts(Column column, Func<string, int> indexOf, int indexOfNull, Func<Column, int, ArgumentException> error)
    {
        ArgumentNullException.ThrowIfNull(column);
        var (rows, count) = column.Encode();
        var indices = new int[count];
        var known = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            // Codes are in the order of first occurrence, so that a new value's is the next one. The row's index takes the code's place.
            var code = rows[row];
            if (code == known)
            {
                indices[known++] = column.Text(row) is { } text ? indexOf(text) : indexOfNull;
            }

            rows[row] = indices[code] is >= 0 and var index ? index : throw error(column, row);
        }

        return rows;
    }

    /// <summary>The error of a row without a value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row.</param>
    /// <param name="alternative">What to do other than leaving such rows out or filling them in.</param>
    private protected static ArgumentException NoValue(Column column, int row, string alternative = "") =>
        new($"Column '{column.Name}', row {row}: there is no value. Leave such rows out with DropNulls(\"{column.Name}\"), fill them in with FillNulls{alternative}.", nameof(column));
}
