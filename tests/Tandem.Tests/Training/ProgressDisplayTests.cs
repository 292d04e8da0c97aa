namespace Tandem.Tests;

public sealed class ProgressDisplayTests
{
    [Fact]
    public void A_log_gets_one_line_an_epoch()
    {
        var text = Shown(refreshes: false);

        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain('\r', text);
        Assert.StartsWith("Epoch  1/10    0.50 s     20k rows/s  loss 8.25  val_loss 8.5  val_top_100 0.1515", text);
    }

    [Fact]
    public void A_terminal_gets_a_bar_that_is_refreshed_in_place_with_rate_and_remaining_time()
    {
        var text = Shown(refreshes: true);

        Assert.Contains("\rEpoch  1/10  [============............]", text);
        Assert.Contains("rows/s  ETA ", text);
        Assert.Contains("loss 9.0100", text);
    }

    private static string Shown(bool refreshes)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var display = new ProgressDisplay(writer, refreshes);
        var rows = Table.FromColumns(FixedTower.Ids("user", Enumerable.Repeat(0, 10_000)));
        display.OnTrainBegin(new TrainingRun(TwoTowerModel.Create(rows.Rename("user", "item"), rows["user"]), rows, epochs: 10, batchSize: 2500, callbacks: []));
        for (var epoch = 0; epoch < 2; epoch++)
        {
            display.OnBatchEnd(new TrainingProgress(epoch, 2, 5000, 9.01));
            display.OnEpochEnd(epoch, new MetricValues(
            [
                new("loss", 8.25), new("last_batch_loss", 888), new("epoch_seconds", 0.5), new("val_loss", 8.5),
                new("val_factorized_top_k/top_1_categorical_accuracy", 0.001), new("val_factorized_top_k/top_100_categorical_accuracy", 0.1515),
            ]));
        }

        return writer.ToString();
    }
}
