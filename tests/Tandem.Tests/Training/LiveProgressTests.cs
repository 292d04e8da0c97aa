using System.Diagnostics;

namespace Tandem.Tests;

/// <summary>Progress in a notebook that can replace what it showed.</summary>
[Collection(nameof(AloneCollection))]
public sealed class LiveProgressTests : IDisposable
{
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 40)), FixedTower.Ids("item", Enumerable.Range(0, 40)));

    // For each place that was opened, what it showed one after the other.
    private readonly List<List<string>> _places = [];

    public LiveProgressTests() => LiveProgress.Open = () =>
    {
        var place = new List<string>();
        _places.Add(place);
        return value => place.Add($"{value}");
    };

    public void Dispose() => LiveProgress.Open = null;

    [Fact]
    public void Fit_without_callbacks_leaves_a_line_for_each_epoch_in_one_place()
    {
        Fit(epochs: 3);

        var lines = Assert.Single(_places)[^1].Split('\n');
        Assert.Equal(["Epoch 1/3", "Epoch 2/3", "Epoch 3/3"], lines.Select(line => line[..9]));
    }

    [Fact]
    public void The_running_epoch_has_a_bar_that_is_gone_at_the_end()
    {
        Fit(epochs: 2);

        Assert.StartsWith("Epoch 1/2  [", _places[0][0], StringComparison.Ordinal);
        Assert.DoesNotContain("[", _places[0][^1]);
    }

    [Fact]
    public void Many_short_epochs_do_not_flood_the_notebook()
    {
        var clock = Stopwatch.StartNew();
        Fit(epochs: 400);

        Assert.InRange(_places[0].Count, 2, 2 + (clock.ElapsedMilliseconds / 250));
    }

    [Fact]
    public void Of_a_long_training_the_last_lines_show_and_how_many_came_before()
    {
        Fit(epochs: 25);

        var lines = _places[0][^1].Split('\n');
        Assert.Equal("… 5 lines before these …", lines[0]);
        Assert.Equal(21, lines.Length);
        Assert.StartsWith("Epoch  6/25", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_training_of_a_display_has_a_place_of_its_own()
    {
        var display = new ProgressDisplay();
        Fit(epochs: 1, display);
        Fit(epochs: 1, display);

        Assert.Equal(2, _places.Count);
    }

    private static void Fit(int epochs, params Callback[] callbacks)
    {
        var model = TwoTowerModel.Create(_pairs, _pairs["user"]);
        model.Compile(new Adagrad(0.1f));
        model.Fit(_pairs, epochs, batchSize: 20, callbacks: callbacks.Length == 0 ? null : callbacks);
    }
}
