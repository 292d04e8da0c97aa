using System.Globalization;

namespace Tandem.Tests;

public sealed class HistoryTests
{
    private static readonly double[] _numbers = [1.0 / 3, double.Epsilon, 1e300, -0.0, double.NaN, double.PositiveInfinity];

    [Theory]
    [InlineData("history.json")]
    [InlineData("history.csv")]
    public void A_history_that_was_saved_comes_back(string name)
    {
        using var folder = new TemporaryFolder();
        var history = Of([new("loss", _numbers[0]), new("with, comma", _numbers[1])], [new("loss", _numbers[2])], [.. _numbers.Index().Select(number => new KeyValuePair<string, double>($"m{number.Index}", number.Item))]);

        history.Save(folder.File(name));
        var loaded = History.Load(folder.File(name));

        Assert.Equal(history.Epochs.Count, loaded.Epochs.Count);
        foreach (var (saved, read) in history.Epochs.Zip(loaded.Epochs))
        {
            Assert.Equal(saved.Keys, read.Keys);
            Assert.Equal(saved.Values, read.Values);
        }
    }

    [Fact]
    public void A_metric_that_was_not_computed_is_an_empty_cell()
    {
        var history = Of([new("loss", 2)], [new("loss", 1.5), new("auc", 0.5)]);

        Assert.Equal("epoch,loss,auc\n1,2,\n2,1.5,0.5\n", history.ToCsv());
        Assert.Equal(["loss", "auc"], history.Metrics);
        Assert.Throws<KeyNotFoundException>(() => history["auc"]);
    }

    [Fact]
    public void What_is_no_history_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("JSON", Assert.Throws<InvalidDataException>(() => History.FromJson("{")).Message);
        Assert.Contains("no epochs", Assert.Throws<InvalidDataException>(() => History.FromJson("{}")).Message);
        File.WriteAllText(folder.File("a.csv"), "user,item\n1,2\n");
        Assert.Contains("\"epoch\"", Assert.Throws<InvalidDataException>(() => History.Load(folder.File("a.csv"))).Message);
        File.WriteAllText(folder.File("b.csv"), "epoch,loss\n1,0.5\n2,high\n");
        Assert.Contains("epoch 2, column \"loss\"", Assert.Throws<InvalidDataException>(() => History.Load(folder.File("b.csv"))).Message);
        File.WriteAllText(folder.File("c.json"), "[]");
        Assert.Contains("c.json", Assert.Throws<InvalidDataException>(() => History.Load(folder.File("c.json"))).Message);
    }

    private static History Of(params KeyValuePair<string, double>[][] epochs)
    {
        var history = new History();
        foreach (var epoch in epochs)
        {
            history.Add(new MetricValues(epoch));
        }

        return history;
    }
}
