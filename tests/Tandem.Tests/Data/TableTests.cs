using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public class TableTests
{
    private static readonly Table _films = Table.FromColumns(
        Column.Of("id", (long[])[1, 2, 3, 4]),
        Column.Of("title", (string?[])["Comet", "Waltz", null, "Comet"]),
        Column.Of("price", (double?[])[2.5, null, 1, 4]),
        Column.Of("since", (DateTime[])[new(2020, 1, 3), new(2020, 1, 1), new(2020, 1, 2), new(2020, 1, 1)]),
        Column.Of("new", (bool[])[true, false, true, false]));

    [Fact]
    public void An_unknown_column_is_named_with_the_nearest_one_and_all_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => _films["titel"]);
        Assert.Equal("There is no column 'titel'. Did you mean 'title'? The columns are id, title, price, since, new.", error.Message);
        Assert.DoesNotContain("Did you mean", Assert.Throws<ArgumentException>(() => _films["occupation"]).Message);
    }

    [Fact]
    public void A_column_of_another_type_is_an_error()
    {
        var error = Assert.Throws<ArgumentException>(() => _films.Column<StringColumn>("id"));
        Assert.Equal("Column 'id' holds Long values: it is a LongColumn, not a StringColumn.", error.Message);
    }

    [Fact]
    public void Columns_are_selected_dropped_renamed_and_replaced_in_order()
    {
        Assert.Equal(["title", "id"], Names(_films.Select("title", "id")));
        Assert.Equal(["id", "since", "new"], Names(_films.Drop("title", "price")));
        Assert.Equal(["id", "name", "price", "since", "new"], Names(_films.Rename("title", "name")));
        Assert.Equal([2L, 4L, 6L, 8L], Values(_films.WithColumn("id", row => 2 * row.Long("id"))["id"]));
        Assert.Equal(["id", "title", "price", "since", "new", "year"], Names(_films.WithColumn("year", row => row.Timestamp("since").Year)));
    }

    [Fact]
    public void Tables_that_cannot_be_are_refused()
    {
        Assert.Contains("at least one column", Assert.Throws<ArgumentException>(() => _films.Select()).Message);
        Assert.Contains("'id' occurs twice", Assert.Throws<ArgumentException>(() => _films.Select("id", "id")).Message);
        Assert.Contains("'title' occurs twice", Assert.Throws<ArgumentException>(() => _films.Rename("id", "title")).Message);
        Assert.Contains("'x' has 1 rows where column 'id' has 4", Assert.Throws<ArgumentException>(() => _films.WithColumn(Column.Of("x", (long[])[1]))).Message);
        Assert.Contains("TimeSpan", Assert.Throws<ArgumentException>(() => Column.Of("x", (TimeSpan[])[TimeSpan.Zero])).Message);
        Assert.Contains("Version", Assert.Throws<ArgumentException>(() => _films.WithColumn("x", _ => new Version(1, 0))).Message);
    }

    [Fact]
    public void A_row_gives_typed_values_and_explains_why_it_cannot()
    {
        var row = _films.Rows.First();
        Assert.Equal((1L, "Comet", 2.5, true), (row.Long("id"), row.String("title"), row.Double("price"), row.Bool("new")));
        Assert.Equal("Comet", row["title"]);
        var third = _films.Rows.ElementAt(2);
        Assert.True(third.IsNull("title"));
        Assert.Contains("Row 2 has no value in column 'title'", Assert.Throws<InvalidOperationException>(() => third.String("title")).Message);
        Assert.Contains("Row 1 has no value in column 'price'", Assert.Throws<InvalidOperationException>(() => _films.Rows.ElementAt(1).Double("price")).Message);
    }

    [Fact]
    public void Rows_are_filtered_by_row_by_value_and_by_text()
    {
        Assert.Equal([1L, 3L], Values(_films.Where(row => row.Bool("new"))["id"]));
        Assert.Equal([1L, 4L], Values(_films.Where<double>("price", price => price > 2)["id"]));
        Assert.Equal([1L, 4L], Values(_films.Where<string>("title", title => title.StartsWith('C'))["id"]));
        Assert.Equal(0, _films.Where<long>("id", id => id > 100).RowCount);
        Assert.Contains("holds Long values", Assert.Throws<ArgumentException>(() => _films.Where<string>("id", _ => true)).Message);
    }

    [Fact]
    public void Rows_without_a_value_are_dropped_where_asked()
    {
        Assert.Equal([1L, 2L, 4L], Values(_films.DropNulls("title")["id"]));
        Assert.Equal([1L, 4L], Values(_films.DropNulls()["id"]));
    }

    [Fact]
    public void Sorting_is_stable_and_puts_rows_without_a_value_last()
    {
        Assert.Equal([2L, 4L, 3L, 1L], Values(_films.Sort("since")["id"]));
        Assert.Equal([1L, 3L, 2L, 4L], Values(_films.Sort("since", descending: true)["id"]));
        Assert.Equal([3L, 1L, 4L, 2L], Values(_films.Sort("price")["id"]));
        Assert.Equal([4L, 1L, 3L, 2L], Values(_films.Sort("price", descending: true)["id"]));
        Assert.Equal([2L, 1L, 4L, 3L], Values(_films.Sort("title", descending: true)["id"]));
    }

    [Fact]
    public void Sorting_gives_the_order_of_the_values_whatever_their_type() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            double[] specials = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MinValue];
            var count = random.Next(1, 60);
            AssertSorted(Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? (double?)null : random.Next(3) == 0 ? specials[random.Next(specials.Length)] : random.NextDouble() - 0.5));
            AssertSorted(Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? (long?)null : random.Next(3) == 0 ? long.MinValue + random.Next(2) : random.NextInt64() >> random.Next(60)));
            AssertSorted(Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? (DateTime?)null : DateTime.UnixEpoch.AddTicks(random.NextInt64() >> random.Next(10, 60))));
            AssertSorted(Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? (bool?)null : random.Next(2) == 0));
            var texts = Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? null : $"{(char)random.Next('A', 'z')}{random.Next(3)}").ToArray();
            AssertOrder(Column.Of("x", texts), row => texts[row] is not null, (left, right) => string.CompareOrdinal(texts[left], texts[right]));
        }));

    [Fact]
    public void The_smallest_and_the_largest_value_are_numbers_where_there_is_one()
    {
        var table = Table.FromColumns(
            Column.Of("group", (string[])["a", "a", "a", "b", "c", "c"]),
            Column.Of("x", (double?[])[double.NaN, 1, 2, double.NaN, null, 3]));
        var groups = table.GroupBy("group");

        Assert.Equal([1, double.NaN, 3], groups.Min("x").Column<DoubleColumn>("min_x").Values);
        Assert.Equal([2, double.NaN, 3], groups.Max("x").Column<DoubleColumn>("max_x").Values);
        Assert.True(double.IsNaN(groups.Sum("x").Column<DoubleColumn>("sum_x").Values[0]));
        Assert.Equal(("1", "3"), (table.Select("x").Describe()["min"].Text(0), table.Select("x").Describe()["max"].Text(0)));
    }

    [Fact]
    public void A_sum_beyond_64_bits_names_the_column_and_the_row()
    {
        var table = Table.FromColumns(Column.Of("x", (long[])[long.MaxValue, -1, 2]), Column.Of("g", (long[])[1, 1, 1]));

        Assert.Contains("Column 'x', row 2", Assert.Throws<OverflowException>(() => table.GroupBy("g").Sum("x")).Message);
    }

    [Fact]
    public void Objects_become_rows()
    {
        var product = Guid.Parse("b4c47a2e-5e8b-4e0a-9f5e-0d8c33c1a111");
        Order[] orders =
        [
            new("Ann", product, 12.50m, new DateOnly(2024, 2, 29), new DateTimeOffset(2024, 2, 29, 1, 0, 0, TimeSpan.FromHours(2)), DayOfWeek.Monday, 7, null, 'x'),
            new(null, default, -1, DateOnly.MinValue, DateTimeOffset.UnixEpoch, DayOfWeek.Sunday, ushort.MaxValue, 1.5f, 'y'),
        ];
        var table = Table.From(orders);

        Assert.Equal(["Customer", "Product", "Price", "Day", "Placed", "Weekday", "Pieces", "Discount", "Code"], Names(table));
        Assert.Equal(
            ["Ann", product.ToString(), "12.5", "2024-02-29T00:00:00Z", "2024-02-28T23:00:00Z", "Monday", "7", null, "x"],
            table.Columns.Select(column => column.Text(0)));
        Assert.Equal([null, 1.5], table.Column<DoubleColumn>("Discount").Texts().Select(text => text is null ? (double?)null : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["a", "b"], Table.From([new { a = 1, b = "x" }]).Columns.Select(column => column.Name));
        Assert.Contains("Column 'Length', row 0: 18446744073709551615 does not fit", Assert.Throws<ArgumentException>(() => Table.From([new { Length = ulong.MaxValue }])).Message);
        Assert.Contains("more digits than a double holds", Assert.Throws<ArgumentException>(() => Table.From([new { Price = 1.2345678901234567890123m }])).Message);
        Assert.Contains("cannot hold TimeSpan values", Assert.Throws<ArgumentException>(() => Table.From([new { Length = TimeSpan.Zero }])).Message);
        Assert.Contains("has no public property", Assert.Throws<ArgumentException>(() => Table.From([new object()])).Message);
    }

    [Fact]
    public void What_is_written_as_csv_is_read_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] parts = ["a", "\"", ",", ";", "\n", "\r", " ", "é", "😀", "0", "12"];
            var rows = random.Next(1, 20);
            var table = Table.FromColumns(
                Column.Of("te\"xt", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? null : "x" + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => parts[random.Next(parts.Length)])))),
                Column.Of("long", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? (long?)null : random.NextInt64())),
                Column.Of("double", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? (double?)null : BitConverter.Int64BitsToDouble(random.NextInt64() >> 2))),
                Column.Of("bool", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? (bool?)null : random.Next(2) == 0)),
                Column.Of("time", Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? (DateTime?)null : DateTime.UnixEpoch.AddTicks(random.NextInt64() >> 6))));
            using var file = new TemporaryFile("");
            var separator = ",;\t"[random.Next(3)];

            table.WriteCsv(file.Path, separator);
            var read = Table.ReadCsv(file.Path, new ReadOptions { Separator = $"{separator}", Schema = table.Schema });

            Assert.Equal(table.Schema, read.Schema);
            Assert.All(table.Columns, column => Assert.Equal(column.Texts(), read[column.Name].Texts()));
        }));

    [Fact]
    public void A_whole_number_fills_a_column_of_doubles()
    {
        Assert.Equal([2.5, 0, 1, 4], _films.FillNulls("price", 0).Column<DoubleColumn>("price").Values);
        Assert.Contains("'title' holds String values", Assert.Throws<ArgumentException>(() => _films.FillNulls("title", 0)).Message);
    }

    [Fact]
    public void Keys_of_different_types_are_refused_with_both_types()
    {
        var error = Assert.Throws<ArgumentException>(() => _films.Join(Table.FromColumns(Column.Of("id", (string[])["1"])), "id"));
        Assert.Contains("'id' holds Long values in the left table and String values in the right one", error.Message);
    }

    [Fact]
    public void Slices_are_what_they_say()
    {
        Assert.Equal([1L, 2L], Values(_films.Take(2)["id"]));
        Assert.Equal([3L, 4L], Values(_films.Skip(2)["id"]));
        Assert.Equal([2L, 3L], Values(_films.Slice(1, 2)["id"]));
        Assert.Equal(4, _films.Take(100).RowCount);
        Assert.Equal(0, _films.Skip(100).RowCount);
        Assert.Contains("has 4 rows", Assert.Throws<ArgumentOutOfRangeException>(() => _films.Slice(3, 2)).Message);
    }

    [Fact]
    public void Shuffling_is_a_permutation_of_whole_rows_that_depends_on_the_seed_alone() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 300).ToArbitrary(), Gen.Choose(0, 1_000_000).ToArbitrary(), (rows, seed) =>
        {
            var table = Table.FromColumns(Column.Of("a", Enumerable.Range(0, rows)), Column.Of("b", Enumerable.Range(0, rows).Select(i => $"t{i}")));
            var shuffled = table.Shuffle(seed);
            return Values(shuffled["a"]).Order().SequenceEqual(Values(table["a"]))
                && shuffled.Rows.All(row => row.String("b") == $"t{row.Long("a")}")
                && Values(table.Shuffle(seed)["a"]).SequenceEqual(Values(shuffled["a"]));
        }));

    [Fact]
    public void A_split_puts_every_row_into_one_part() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(2, 300).ToArbitrary(), Gen.Choose(1, 99).ToArbitrary(), (rows, percent) =>
        {
            var fraction = percent / 100.0;
            var first = (int)(fraction * rows);
            var table = Table.FromColumns(Column.Of("a", Enumerable.Range(0, rows))).Shuffle(rows);
            if (first == 0)
            {
                return Assert.Throws<InvalidOperationException>(() => table.Split(fraction)).Message.Contains("both parts need at least one row");
            }

            var (train, test) = table.Split(fraction);
            return train.RowCount == first && Values(train["a"]).Concat(Values(test["a"])).SequenceEqual(Values(table["a"]));
        }));

    [Fact]
    public void Splitting_by_time_puts_the_earliest_rows_first()
    {
        var (train, test) = _films.SplitByTime("since", 0.5);
        Assert.Equal([2L, 4L], Values(train["id"]));
        Assert.Equal([3L, 1L], Values(test["id"]));
        Assert.Contains("has no value in 1 rows", Assert.Throws<ArgumentException>(() => _films.SplitByTime("price", 0.5)).Message);
    }

    [Fact]
    public void Samples_splits_and_shuffles_that_cannot_be_are_refused()
    {
        var empty = _films.Take(0);
        Assert.Contains("Shuffle needs at least one row", Assert.Throws<InvalidOperationException>(() => empty.Shuffle(1)).Message);
        Assert.Contains("1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => _films.Sample(5, 1)).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentOutOfRangeException>(() => _films.Split(1)).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentOutOfRangeException>(() => _films.Split(double.NaN)).Message);
        Assert.Equal(3, _films.Sample(3, 1).Distinct("id").RowCount);
    }

    [Fact]
    public void A_row_out_of_range_cannot_be_taken()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _films["id"].Take([0, 4]));
        Assert.Contains("Column 'id' has rows 0 to 3, so there is no row 4.", error.Message);
    }

    [Fact]
    public void Tables_are_laid_end_to_end_whatever_their_dictionaries()
    {
        var more = Table.FromColumns(Column.Of("t", (string?[])["b", "c", null]), Column.Of("n", (long?[])[null, 2, 3]));
        var both = Table.FromColumns(Column.Of("n", (long[])[1]), Column.Of("t", (string[])["c"])).Concat(more);
        Assert.Equal([1L, null, 2L, 3L], Values(both["n"]));
        Assert.Equal(["c", "b", "c", null], Values(both["t"]));
        Assert.Equal(["c", "b"], both.Column<StringColumn>("t").Dictionary.Values);
        Assert.Contains("'n' holds Long", Assert.Throws<ArgumentException>(() => more.Concat(more.WithColumn("n", _ => "x"))).Message);
        Assert.Contains("'extra'", Assert.Throws<ArgumentException>(() => more.Concat(more.WithColumn("extra", _ => 1L))).Message);
    }

    [Fact]
    public void Values_are_written_as_text_independent_of_culture()
    {
        Assert.Equal(["1", "2", "3", "4"], Values(_films["id"].AsStrings()));
        Assert.Equal(["2.5", null, "1", "4"], Values(_films["price"].AsStrings()));
        Assert.Equal(["true", "false", "true", "false"], Values(_films["new"].AsStrings()));
        Assert.Equal("2020-01-03T00:00:00Z", _films["since"].AsStrings()[0]);
        Assert.Equal([0L, null], Values(((TimestampColumn)Column.Of("t", (DateTime?[])[DateTime.UnixEpoch, null])).ToUnixSeconds()));
    }

    [Fact]
    public void A_dictionary_and_codes_that_do_not_fit_are_refused()
    {
        Assert.Contains("'a' stands in the dictionary twice", Assert.Throws<ArgumentException>(() => new StringDictionary((List<string>)["a", "a"])).Message);
        ReadOnlySpan<int> codes = [0, 1];
        var dictionary = new StringDictionary((List<string>)["a"]);
        try
        {
            _ = new StringColumn("x", codes, dictionary);
            Assert.Fail("a code outside the dictionary was accepted");
        }
        catch (ArgumentException error)
        {
            Assert.Contains("Column 'x', row 1: code 1 is outside the dictionary of 1 texts", error.Message);
        }
    }

    [Fact]
    public void A_table_shows_its_first_rows_aligned_with_types_and_size()
    {
        var shown = _films.ToString().Split('\n');
        Assert.Equal(7, shown.Length);
        Assert.Equal("  id  title    price  since                 new", shown[0]);
        Assert.Equal("long  string  double  timestamp             bool", shown[1]);
        Assert.Equal("   1  Comet      2.5  2020-01-03T00:00:00Z  true", shown[2]);
        Assert.Equal("   3  null         1  2020-01-02T00:00:00Z  true", shown[4]);
        Assert.Equal("4 rows × 5 columns", shown[^1]);
    }

    [Fact]
    public void A_long_table_shows_ten_rows_and_says_how_many_there_are()
    {
        var shown = Table.FromColumns(Column.Of("n", Enumerable.Range(0, 1_234))).ToString().Split('\n');
        Assert.Equal(["…", "1,234 rows × 1 column"], shown[^2..]);
        Assert.Equal(14, shown.Length);
    }

    private static IEnumerable<string> Names(Table table) => table.Columns.Select(column => column.Name);

    private static IEnumerable<object?> Values(Column column) => Enumerable.Range(0, column.Length).Select(row => column[row]);

    private static void AssertSorted<T>(IEnumerable<T?> values)
        where T : struct, IComparable<T>
    {
        var all = values.ToArray();
        AssertOrder(Column.Of("x", all), row => all[row] is not null, (left, right) => all[left]!.Value.CompareTo(all[right]!.Value));
    }

    /// <summary>Sorts both ways and compares with a stable sort of the rows.</summary>
    private static void AssertOrder(Column column, Func<int, bool> hasValue, Comparison<int> compare)
    {
        var table = Table.FromColumns(column, Column.Of("row", Enumerable.Range(0, column.Length)));
        foreach (var descending in (bool[])[false, true])
        {
            var rows = Enumerable.Range(0, column.Length).Where(hasValue);
            var comparer = Comparer<int>.Create(compare);
            var expected = (descending ? rows.OrderByDescending(row => row, comparer) : rows.OrderBy(row => row, comparer)).Concat(Enumerable.Range(0, column.Length).Where(row => !hasValue(row)));
            Assert.Equal(expected.Select(row => (long)row), table.Sort("x", descending).Column<LongColumn>("row").Values.ToArray());
        }
    }

    private sealed record Order(
        string? Customer, Guid Product, decimal Price, DateOnly Day, DateTimeOffset Placed, DayOfWeek Weekday, ushort Pieces, float? Discount, char Code);
}
