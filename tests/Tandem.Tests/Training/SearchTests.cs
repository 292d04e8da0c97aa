namespace Tandem.Tests;

public sealed class SearchTests
{
    private static readonly SearchSpace _grid = new SearchSpace().Choice("dimension", 16, 32).Choice("rate", 0.1, 0.5, 1.0);

    [Fact]
    public void A_grid_has_every_combination_once()
    {
        var trials = new GridSearch(_grid).Trials.Select(trial => trial.ToString()).ToArray();

        Assert.Equal(6, trials.Distinct().Count());
        Assert.Equal("dimension=16, rate=0.1", trials[0]);
        Assert.Equal("dimension=16, rate=0.5", trials[1]);
        Assert.Equal("dimension=32, rate=1", trials[^1]);
    }

    [Fact]
    public void Results_come_best_first_and_failures_last_with_their_errors()
    {
        var told = new List<int>();
        var results = new GridSearch(_grid).Run("val_loss", Measure, progress: trial => told.Add(trial.Number));

        Assert.Equal([1, 2, 3, 4, 5, 6], told);
        Assert.Equal("dimension=16, rate=0.1", results.Best.Parameters.ToString());
        Assert.Equal(2, results.Failures);
        Assert.Equal(results.Trials.Take(4).Select(trial => trial.Value).Order(), results.Trials.Take(4).Select(trial => trial.Value));
        Assert.All(results.Trials.Skip(4), trial => Assert.Equal("too fast", trial.Error!.Message));
        Assert.Contains("InvalidOperationException: too fast", results.ToString());
        Assert.Equal(["trial", "dimension", "rate", "val_loss", "seconds", "error"], results.ToTable().Columns.Select(column => column.Name));
        Assert.Equal(32.5, new GridSearch(_grid).Run("val_loss", Measure, Goal.Maximize).Best.Value);
    }

    [Fact]
    public void A_search_in_which_all_fail_says_why()
    {
        var results = new GridSearch(_grid).Run("val_loss", Failing);

        Assert.Contains("no luck", Assert.Throws<InvalidOperationException>(() => results.Best).Message);
        Assert.Contains("no luck", results.ToString());
    }

    [Fact]
    public void Random_draws_lie_in_their_ranges_and_repeat_with_the_seed()
    {
        var space = new SearchSpace().Uniform("dropout", 0.1, 0.5).LogUniform("rate", 0.001, 10).Integer("layers", 1, 3).Choice("kind", "a", "b");
        string[] Drawn(int seed) => [.. new RandomSearch(space, 400, seed).Trials.Select(trial => trial.ToString())];
        var trials = new RandomSearch(space, 400, seed: 1).Trials.ToArray();

        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
        Assert.All(trials, trial =>
        {
            Assert.InRange(trial.Double("dropout"), 0.1, 0.5);
            Assert.InRange(trial.Float("rate"), 0.001f, 10f);
            Assert.InRange(trial.Int("layers"), 1, 3);
        });
        Assert.Equal(3, trials.Select(trial => trial.Int("layers")).Distinct().Count());
        Assert.Equal(2, trials.Select(trial => trial.Text("kind")).Distinct().Count());
        // A quarter of the logarithms lies in each of the four decades.
        Assert.InRange(trials.Count(trial => trial.Double("rate") < 0.01), 70, 130);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("RandomSearch", Assert.Throws<ArgumentException>(() => new GridSearch(new SearchSpace().Uniform("rate", 0, 1))).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new GridSearch(new SearchSpace())).Message);
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => new SearchSpace().Integer("a", 1, 2).Uniform("a", 1, 2)).Message);
        Assert.Contains("once", Assert.Throws<ArgumentException>(() => new SearchSpace().Choice("a", 1, 1)).Message);
        Assert.Contains("smaller end", Assert.Throws<ArgumentException>(() => new SearchSpace().Uniform("a", 2, 1)).Message);
        Assert.Contains("LogUniform", Assert.Throws<ArgumentException>(() => new SearchSpace().Integer("a", 0, int.MaxValue)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new SearchSpace().LogUniform("a", 0, 1)).Message);
        var parameters = new GridSearch(_grid).Trials.First();
        Assert.Contains("dimension, rate", Assert.Throws<KeyNotFoundException>(() => parameters["units"]).Message);
        Assert.Contains("whole", Assert.Throws<InvalidCastException>(() => parameters.Int("rate")).Message);
    }

    private static MetricValues Failing(HyperParameters parameters) => throw new InvalidOperationException("no luck");

    private static MetricValues Measure(HyperParameters parameters) => parameters.Double("rate") > 0.9
        ? throw new InvalidOperationException("too fast")
        : new MetricValues([new("val_loss", parameters.Int("dimension") + parameters.Double("rate"))]);
}
