using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Interactive.Tests;

/// <summary>Tables of all column types, with any values and any pattern of nulls, of few rows and of many more than fit a byte of a data frame's null bits.</summary>
internal static class AnyTable
{
    public static Arbitrary<Table> Arbitrary { get; } = Tables().ToArbitrary();

    private static Gen<Table> Tables() =>
        from rows in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(60, 70))
        from count in Gen.Choose(1, 8)
        from columns in Gen.Choose(0, 4).SelectMany(type => Column(type, rows)).ListOf(count)
        select Table.FromColumns(columns.Select((column, index) => column.Rename(index % 2 == 0 ? $"column {index}" : $"Column {index - 1}")));

    private static Gen<Column> Column(int type, int rows) => type switch
    {
        0 => Nullable(ArbMap.Default.GeneratorFor<long>(), rows, values => Tandem.Column.Of("long", values)),
        1 => Nullable(ArbMap.Default.GeneratorFor<double>(), rows, values => Tandem.Column.Of("double", values)),
        2 => Nullable(ArbMap.Default.GeneratorFor<bool>(), rows, values => Tandem.Column.Of("bool", values)),
        3 => Nullable(ArbMap.Default.GeneratorFor<DateTime>(), rows, values => Tandem.Column.Of("timestamp", values)),
        _ => Gen.Frequency((4, ArbMap.Default.GeneratorFor<string?>()), (1, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>(""))).ListOf(rows)
            .Select(texts => (Column)new StringColumn("text", texts)),
    };

    private static Gen<Column> Nullable<T>(Gen<T> values, int rows, Func<IEnumerable<T?>, Column> create)
        where T : struct =>
        from share in Gen.Elements(0, 1, 5, 10)
        from cells in Gen.Frequency((10 - share, values.Select(value => (T?)value)), (share, Gen.Constant<T?>(null))).ListOf(rows)
        select create(cells);
}
