namespace Tandem.Interactive.Tests;

/// <summary>Compares tables cell by cell.</summary>
internal static class Tables
{
    public static void AssertEqual(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns.Select(column => column.Name), actual.Columns.Select(column => column.Name));
        foreach (var (left, right) in expected.Columns.Zip(actual.Columns))
        {
            AssertEqual(left, right);
        }
    }

    public static void AssertEqual(Column expected, Column actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        Assert.Equal(expected.NullCount, actual.NullCount);
        Assert.Equal(Cells(expected), Cells(actual));
    }

    public static IEnumerable<object?> Cells(Column column) => Enumerable.Range(0, column.Length).Select(row => column[row] is DateTime time ? (time, time.Kind) : column[row]);
}
