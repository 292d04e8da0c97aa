using System.Globalization;

namespace Tandem;

/// <summary>A column as a publisher writes it to a file.</summary>
/// <param name="Heading">What stands over it.</param>
/// <param name="Cell">The text of a row; null for none.</param>
/// <param name="IsQuoted">Whether its cells stand in quotes, needed or not.</param>
internal sealed record WrittenColumn(string Heading, Func<int, string?> Cell, bool IsQuoted = false)
{
    /// <summary>As the column itself gives its values as text.</summary>
    public static WrittenColumn Plain(Column column) => new(column.Name, column.Text);

    /// <summary>Text in quotes.</summary>
    public static WrittenColumn Quoted(Column column) => new(column.Name, column.Text, IsQuoted: true);

    /// <summary>Numbers in a format of .NET.</summary>
    public static WrittenColumn Number(Table table, string name, string format)
    {
        var column = table.Column<DoubleColumn>(name);
        return new WrittenColumn(name, row => column.IsNull(row) ? null : column.Values[row].ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Times in a format of .NET.</summary>
    public static WrittenColumn Time(Table table, string name, string format) => Time(table, name, time => time.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>Times as whole numbers since 1970.</summary>
    public static WrittenColumn Since1970(Table table, string name, long ticks) =>
        Time(table, name, time => ((time - DateTime.UnixEpoch).Ticks / ticks).ToString(CultureInfo.InvariantCulture));

    private static WrittenColumn Time(Table table, string name, Func<DateTime, string> format)
    {
        var column = table.Column<TimestampColumn>(name);
        return new WrittenColumn(name, row => column.IsNull(row) ? null : format(column.Values[row]));
    }
}
