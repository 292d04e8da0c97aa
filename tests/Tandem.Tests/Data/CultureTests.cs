using System.Globalization;
using Tandem.Tensors;

namespace Tandem.Tests.Data;

/// <summary>What the library writes and says is the same in a culture with other separators, signs and dates.</summary>
public sealed class CultureTests
{
    private static readonly CultureInfo _other = Other();

    [Fact]
    public void Tables_are_read_written_and_shown_alike()
    {
        AssertAlike(() =>
        {
            using var file = new TemporaryFile("id,price,day,n\n7,-1234.5,2024-02-29 10:11:12,-5\n8,0.25,2024-03-01,1234567\n");
            var table = Table.ReadCsv(file.Path);
            using var copy = new TemporaryFile("");
            table.WriteCsv(copy.Path);
            var html = new StringWriter();
            TableFormatterSource.WriteHtml(table, html);
            using var json = new TemporaryFile("{\"x\": -1.5, \"t\": \"2024-02-29\"}\n");
            return
            [
                $"{table}", File.ReadAllText(copy.Path), html.ToString(), $"{table.Describe()}", $"{table.OneHot("price")}", $"{table.Sort("price")}", $"{Table.ReadJsonLines(json.Path)}",
                $"{table["price"].AsStrings()}", .. table.Columns.SelectMany(column => column.Texts())!,
            ];
        });
    }

    [Fact]
    public void Errors_say_the_same()
    {
        AssertAlike(() =>
        {
            using var file = new TemporaryFile("a,b\n" + string.Concat(Enumerable.Repeat("1,2.5\n", 2_000)) + "x,3\n");
            var message = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path, new ReadOptions { Columns = [ColumnSpec.Long("a")] })).Message;
            var table = Table.From([new { At = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), Rating = -2.5 }]);
            return
            [
                message.Replace(file.Path, "", StringComparison.Ordinal),
                Message(() => table.SplitByTime("At", new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc))),
                Message(() => table.Split(-0.5)),
                Message(() => table.Slice(-1, 5)),
                Message(() => table.OneHot("Rating", ["-1.5"])),
                Message(() => new Sgd(-0.5f)),
                Message(() => new Adam(0.001f) { ClipNorm = -1.5f }),
                Message(() => Tensor.From([1f, -2.5f], new Shape(3))),
                Message(() => new BruteForce(Tensor.From([1f, float.NaN], new Shape(2, 1)), ["a", "b"])),
            ];
        });
    }

    [Fact]
    public void Metrics_histories_settings_and_figures_are_written_alike()
    {
        var history = new History();
        history.Add(new MetricValues([new("loss", 1234567.125), new("auc", -0.5)]));
        history.Add(new MetricValues([new("loss", 1.5e-7), new("auc", double.NaN)]));
        using var folder = new TemporaryHistory();
        AssertAlike(() =>
        [
            $"{new MetricValues([new("loss", -1234.5678), new("auc", double.NaN)])}", history.ToCsv(), $"{history}", folder.Saved(history),
            $"{new Sgd(0.5f) { ClipNorm = 1.5f }}", $"{new Sgd { Schedule = new ExponentialDecay(0.1f, 2, 0.5f) }}", $"{Tensor.From([-1.5f, 2f], new Shape(2))}", $"{new Recommendation("a", -0.5f)}",
            Plots.Curves(history, "loss").ToJson(), Plots.Lines("Accuracy", [("plain", [(1, -0.25), (2, 0.1)])], "epoch", "top").ToJson(), Plots.Counts(Column.Of("rating", [-5.5, 4, 5])).ToJson(),
        ]);
    }

    private static void AssertAlike(Func<string[]> texts)
    {
        var expected = texts();
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = _other;
        try
        {
            Assert.Equal(expected, texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>What an error says, without what the runtime adds to it in the thread's culture.</summary>
    private static string Message(Func<object> action) => Assert.ThrowsAny<Exception>(action).Message.Split("\nActual value was ")[0];

    private static CultureInfo Other()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var (numbers, dates) = (culture.NumberFormat, culture.DateTimeFormat);
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator, numbers.NegativeSign, numbers.NaNSymbol) = (",", ".", "\u2212", "no number");
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentSymbol) = (",", ".", "\u066A");
        (dates.DateSeparator, dates.TimeSeparator, dates.ShortDatePattern, dates.LongTimePattern) = (".", ".", "dd.MM.yyyy", "HH.mm.ss");
        return culture;
    }

    /// <summary>A file that a history is saved to.</summary>
    private sealed class TemporaryHistory : IDisposable
    {
        private readonly string _path = Path.Combine(Path.GetTempPath(), $"tandem-{Guid.NewGuid():N}.csv");

        public string Saved(History history)
        {
            history.Save(_path);
            return File.ReadAllText(_path);
        }

        public void Dispose() => File.Delete(_path);
    }
}
