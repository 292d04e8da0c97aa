namespace Tandem;

/// <summary>What <see cref="Table.Describe"/> says of one column.</summary>
internal sealed record ColumnSummary(int Distinct, double? Mean, double? StandardDeviation, string? Min, string? Max)
{
    public static ColumnSummary Of(Column column)
    {
        var whole = new GroupRows(new int[column.Length], Math.Min(column.Length, 1));
        var (mean, deviation) = column is LongColumn or DoubleColumn ? Moments(column, whole) : (null, null);
        return new ColumnSummary(
            column.Encode().Count - (column.HasNulls ? 1 : 0),
            mean,
            deviation,
            Extreme(-1),
            Extreme(1));

        string? Extreme(int sign) => column.Length == 0 ? null : whole.Extreme(column, sign).Text(0);
    }

    private static (double? Mean, double? Deviation) Moments(Column column, GroupRows whole)
    {
        if (column.Length == column.NullCount)
        {
            return (null, null);
        }

        var mean = whole.Mean(column).Values[0];
        var squares = 0.0;
        for (var row = 0; row < column.Length; row++)
        {
            squares += column.IsNull(row) ? 0 : Math.Pow(GroupRows.Number(column, row) - mean, 2);
        }

        return (mean, Math.Sqrt(squares / (column.Length - column.NullCount)));
    }
}
