using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public class JoinTests
{
    // Few different keys, some missing: duplicates and rows without a match on both sides.
    private static readonly Arbitrary<(int? Key, bool Flag)[]> _keys =
        Gen.Choose(-1, 6).Zip(Gen.Elements(true, false)).ArrayOf()
            .Select(rows => Array.ConvertAll(rows, row => (row.Item1 < 0 ? (int?)null : row.Item1, row.Item2))).ToArbitrary();

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Outer)]
    public void A_join_on_numbers_agrees_with_nested_loops(JoinKind how) =>
        Check.QuickThrowOnFailure(Prop.ForAll(_keys, _keys, (left, right) =>
            Same(Naive(left, right, (l, r) => l.Key == r.Key && l.Key is not null, how), Joined(left, right, how, asText: false, "key"), byFlag: false)));

    [Theory]
    [InlineData(JoinKind.Inner)]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Outer)]
    public void A_join_on_text_and_another_column_agrees_with_nested_loops(JoinKind how) =>
        Check.QuickThrowOnFailure(Prop.ForAll(_keys, _keys, (left, right) =>
            Same(Naive(left, right, (l, r) => l == r && l.Key is not null, how), Joined(left, right, how, asText: true, "key", "flag"), byFlag: true)));

    [Fact]
    public void Looking_attributes_up_keeps_the_left_table_and_its_order()
    {
        var ratings = Table.FromColumns(Column.Of("movie_id", (string[])["7", "3", "7"]), Column.Of("rating", (double[])[5, 4, 3]));
        var movies = Table.FromColumns(Column.Of("title", (string[])["Waltz", "Comet"]), Column.Of("movie_id", (string[])["3", "7"]));
        var joined = ratings.Join(movies, on: "movie_id");
        Assert.Equal(["movie_id", "rating", "title"], joined.Columns.Select(column => column.Name));
        Assert.Equal(["Comet", "Waltz", "Comet"], joined.Rows.Select(row => row.String("title")));
        Assert.Same(ratings["rating"], joined["rating"]);
    }

    [Fact]
    public void A_name_that_both_tables_have_gets_a_suffix_on_the_right()
    {
        var left = Table.FromColumns(Column.Of("id", (long[])[1]), Column.Of("name", (string[])["l"]));
        var right = Table.FromColumns(Column.Of("id", (long[])[1]), Column.Of("name", (string[])["r"]));
        Assert.Equal(["id", "name", "name_right"], left.Join(right, "id").Columns.Select(column => column.Name));
        var error = Assert.Throws<ArgumentException>(() => left.Join(right, "id").Join(right, "id"));
        Assert.Contains("'name_right' occurs twice", error.Message);
    }

    [Fact]
    public void Keys_that_cannot_match_are_errors()
    {
        var numbers = Table.FromColumns(Column.Of("id", (long[])[1]));
        var texts = Table.FromColumns(Column.Of("id", (string[])["1"]));
        Assert.Contains("holds Long values in the left table and String values", Assert.Throws<ArgumentException>(() => numbers.Join(texts, "id")).Message);
        Assert.Contains("no column 'ID'. Did you mean 'id'?", Assert.Throws<ArgumentException>(() => numbers.Join(texts, "ID")).Message);
        Assert.Contains("at least one key", Assert.Throws<ArgumentException>(() => numbers.Join(texts, [])).Message);
    }

    private static Table Joined((int? Key, bool Flag)[] left, (int? Key, bool Flag)[] right, JoinKind how, bool asText, params string[] on)
    {
        Table Build((int? Key, bool Flag)[] rows, string name)
        {
            var table = Table.FromColumns(
                Column.Of("key", rows.Select(row => row.Key)), Column.Of("flag", rows.Select(row => row.Flag)), Column.Of(name, Enumerable.Range(0, rows.Length)));
            return asText ? table.WithColumn(table["key"].AsStrings()) : table;
        }

        return Build(left, "left").Join(Build(right, "right"), on, how);
    }

    private static List<(int? Left, int? Right, int? Key, bool? Flag)> Naive(
        (int? Key, bool Flag)[] left, (int? Key, bool Flag)[] right, Func<(int? Key, bool Flag), (int? Key, bool Flag), bool> match, JoinKind how)
    {
        var rows = new List<(int?, int?, int?, bool?)>();
        for (var l = 0; l < left.Length; l++)
        {
            var matches = Enumerable.Range(0, right.Length).Where(r => match(left[l], right[r])).ToArray();
            rows.AddRange(matches.Select(r => ((int?)l, (int?)r, left[l].Key, (bool?)left[l].Flag)));
            if (matches.Length == 0 && how != JoinKind.Inner)
            {
                rows.Add((l, null, left[l].Key, left[l].Flag));
            }
        }

        if (how == JoinKind.Outer)
        {
            rows.AddRange(Enumerable.Range(0, right.Length).Where(r => !left.Any(l => match(l, right[r])))
                .Select(r => ((int?)null, (int?)r, right[r].Key, (bool?)right[r].Flag)));
        }

        return rows;
    }

    private static bool Same(List<(int? Left, int? Right, int? Key, bool? Flag)> expected, Table actual, bool byFlag) =>
        expected.Select(row => (row.Left?.ToString(), row.Right?.ToString(), row.Key?.ToString())).SequenceEqual(
            Enumerable.Range(0, actual.RowCount).Select(row => (actual["left"].Text(row), actual["right"].Text(row), actual["key"].Text(row))))
        && (!byFlag || expected.Select(row => (object?)row.Flag).SequenceEqual(Enumerable.Range(0, actual.RowCount).Select(row => actual["flag"][row])));
}
