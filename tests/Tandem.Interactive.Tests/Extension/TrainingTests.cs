using Microsoft.DotNet.Interactive.Events;

namespace Tandem.Interactive.Tests.Extension;

/// <summary>Training in a cell: how it shows, and how it is stopped.</summary>
public sealed class TrainingTests
{
    private const string Setup = """
        using Tandem;
        using Tandem.Tensors;

        class Doubling(Tower ids) : Model
        {
            protected override Tensor ComputeLoss(Batch batch, bool training) => 2f * ids.Embed(batch).ToTensor().Mean();
        }

        var table = Table.FromColumns(Column.Of("id", (string[])["a", "b"]));
        var model = new Doubling(Tower.Of(Feature.Id("id", table["id"], 4)));
        model.Compile(new Adagrad(0.1f));
        """;

    [Theory]
    [InlineData("")]
    [InlineData(", callbacks: [new ProgressDisplay()]")]
    public async Task Progress_is_one_value_that_is_updated_in_place(string callbacks)
    {
        using var notebook = await Notebook.OpenAsync();
        await notebook.RunAsync(Setup);

        var events = await notebook.RunAsync($"model.Fit(table, epochs: 3{callbacks});");

        var first = Assert.Single(events.OfType<DisplayedValueProduced>());
        var updates = events.OfType<DisplayedValueUpdated>().ToArray();
        Assert.All(updates, update => Assert.Equal(first.ValueId, update.ValueId));
        Assert.Contains("Epoch 1/3  [", Assert.Single(first.FormattedValues).Value);
        var last = Assert.Single(updates[^1].FormattedValues);
        Assert.Equal("text/html", last.MimeType);
        Assert.All(["<pre>Epoch 1/3 ", "\nEpoch 2/3 ", "\nEpoch 3/3 "], line => Assert.Contains(line, last.Value));
    }

    [Fact]
    public async Task Nothing_of_the_progress_is_printed()
    {
        using var notebook = await Notebook.OpenAsync();
        await notebook.RunAsync(Setup);

        Assert.Empty((await notebook.RunAsync("model.Fit(table, epochs: 3);")).OfType<StandardOutputValueProduced>());
    }

    [Fact]
    public async Task Training_without_callbacks_shows_nothing_when_there_are_to_be_none()
    {
        using var notebook = await Notebook.OpenAsync();
        await notebook.RunAsync(Setup);

        Assert.Empty((await notebook.RunAsync("model.Fit(table, epochs: 3, callbacks: []);")).Shown());
    }

    [Fact]
    public async Task Stopping_the_cell_stops_the_training_in_it()
    {
        using var notebook = await Notebook.OpenAsync();
        await notebook.RunAsync(Setup + "\nOperationCanceledException stopped = null;");

        var failed = await notebook.StopAfterFirstDisplayAsync("""
            try
            {
                model.Fit(table, epochs: int.MaxValue);
            }
            catch (OperationCanceledException cancelled)
            {
                stopped = cancelled;
                throw;
            }
            """);

        Assert.Contains("cancelled", failed, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(true, Assert.Single((await notebook.RunAsync("System.Threading.SpinWait.SpinUntil(() => stopped is not null, 60_000)")).OfType<ReturnValueProduced>()).Value);
    }
}
