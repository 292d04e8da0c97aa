using System.Diagnostics;

namespace Tandem;

/// <summary>Trains with one set of hyper-parameters after another, and ranks what comes out. A trial that fails is reported with its error.</summary>
/// <example><code>
/// var results = new RandomSearch(space, trials: 20, seed: 1).Run("val_loss", parameters =>
/// {
///     var model = NewModel(parameters.Int("dimension"));
///     model.Compile(new Adagrad(parameters.Float("learning_rate")));
///     return model.Fit(train, epochs: 3, validation: validation, callbacks: []);
/// });
/// results.Best.Parameters
/// </code></example>
public abstract class HyperParameterSearch
{
    private protected HyperParameterSearch()
    {
    }

    /// <summary>What each trial is to use, in order.</summary>
    public abstract IEnumerable<HyperParameters> Trials { get; }

    /// <summary>Runs all trials.</summary>
    /// <param name="metric">What they are ranked by, from the last epoch of each trial.</param>
    /// <param name="train">Makes a model with the hyper-parameters and trains it.</param>
    /// <param name="goal">Which values are better; the metric's name tells by default.</param>
    /// <param name="progress">Told of each trial when it is done; nothing when omitted.</param>
    /// <param name="cancellation">Ends the search, and the training under way before its next batch.</param>
    /// <returns>The trials, best first.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public SearchResults Run(
        string metric, Func<HyperParameters, History> train, Goal goal = Goal.Auto, Action<SearchTrial>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        return Run(metric, parameters => train(parameters).Epochs[^1], goal, progress, cancellation);
    }

    /// <summary>Runs all trials.</summary>
    /// <param name="metric">What they are ranked by.</param>
    /// <param name="measure">Makes a model with the hyper-parameters, trains it and says what it measures.</param>
    /// <param name="goal">Which values are better; the metric's name tells by default.</param>
    /// <param name="progress">Told of each trial when it is done; nothing when omitted.</param>
    /// <param name="cancellation">Ends the search, and the training under way before its next batch.</param>
    /// <returns>The trials, best first.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public SearchResults Run(
        string metric, Func<HyperParameters, MetricValues> measure, Goal goal = Goal.Auto, Action<SearchTrial>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        ArgumentNullException.ThrowIfNull(measure);
        var direction = Monitor.Direction(metric, goal);
        var trials = new List<SearchTrial>();
        using var interruption = Interruption.By(cancellation);
        foreach (var parameters in Trials)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var trial = Try(trials.Count + 1, metric, parameters, measure);
            trials.Add(trial);
            progress?.Invoke(trial);
        }

        return new SearchResults(metric, direction, trials);
    }

    private static SearchTrial Try(int number, string metric, HyperParameters parameters, Func<HyperParameters, MetricValues> measure)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var values = measure(parameters);
            return new SearchTrial(number, parameters, values, values[metric], Error: null, clock.Elapsed);
        }
        // A trial may fail in any way that its hyper-parameters bring about; the search goes on and reports it. Being cancelled is no failure.
        catch (Exception error) when (error is not OutOfMemoryException && !Interruption.Token.IsCancellationRequested)
        {
            return new SearchTrial(number, parameters, Values: null, double.NaN, error, clock.Elapsed);
        }
    }
}
