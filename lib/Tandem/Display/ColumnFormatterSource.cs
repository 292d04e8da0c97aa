namespace Tandem;

/// <summary>Shows a column as the table of that column alone.</summary>
internal sealed class ColumnFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Column>("text/html", (column, writer) => TableFormatterSource.WriteHtml(Table.FromColumns(column), writer)),
        new Formatter<Column>("text/plain", (column, writer) => writer.Write(column)),
    ];
}
