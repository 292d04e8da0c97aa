namespace Tandem;

/// <summary>Watches a metric from epoch to epoch, and keeps the weights of its best one where asked to.</summary>
internal sealed class Monitor
{
    private static readonly string[] _small = ["loss", "error", "rmse", "mae", "mse"];
    private static readonly string[] _large = ["accuracy", "auc", "precision", "recall", "ndcg", "dcg", "mrr", "map", "hit_rate", "reciprocal_rank"];

    private readonly string _metric;
    private readonly double _sign;
    private readonly double _minDelta;
    private readonly bool _keepsWeights;
    private TrainingRun? _run;
    private float[][]? _weights;

    public Monitor(string metric, Goal goal, double minDelta, bool keepsWeights)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        if (!(minDelta >= 0) || !double.IsFinite(minDelta))
        {
            throw new ArgumentOutOfRangeException(nameof(minDelta), minDelta, "What counts as an improvement is 0 or more.");
        }

        _metric = metric;
        _sign = Direction(metric, goal) == Goal.Minimize ? -1 : 1;
        _minDelta = minDelta;
        _keepsWeights = keepsWeights;
    }

    /// <summary>The best epoch, from 0; <see langword="null"/> before the first.</summary>
    public int? BestEpoch { get; private set; }

    /// <summary>The metric in that epoch.</summary>
    public double BestValue { get; private set; }

    /// <summary>Which of both a goal is.</summary>
    /// <exception cref="ArgumentException">The metric's name does not tell.</exception>
    public static Goal Direction(string metric, Goal goal)
    {
        if (goal != Goal.Auto)
        {
            return goal;
        }

        return Named(_small) ? Goal.Minimize : Named(_large) ? Goal.Maximize : throw new ArgumentException(
            $"Whether \"{metric}\" is to be small or large its name does not tell. Say so: Goal.Minimize or Goal.Maximize.", nameof(goal));

        bool Named(string[] words) => words.Any(word => metric.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What it watches, as in <c>val_loss, Minimize</c>.</summary>
    public override string ToString() =>
        $"{_metric}, {(_sign < 0 ? Goal.Minimize : Goal.Maximize)}{(_minDelta > 0 ? $" by {_minDelta}" : "")}";

    /// <summary>Starts afresh.</summary>
    public void Begin(TrainingRun run)
    {
        _run = run;
        BestEpoch = null;
        _weights = null;
    }

    /// <summary>Takes note of an epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    /// <exception cref="KeyNotFoundException">The metric was not measured; the message lists what was.</exception>
    public bool Improved(int epoch, MetricValues values)
    {
        if (!values.TryGetValue(_metric, out var value))
        {
            throw new KeyNotFoundException($"\"{_metric}\" is to be watched and was not measured; measured were: {string.Join(", ", values.Keys)}. "
                + "Watch one of these. Those that begin with val_ need a table to measure on: Fit(train, validation: test).");
        }

        // NaN never counts as better, and anything is better than NaN.
        if (BestEpoch is not null && !double.IsNaN(BestValue) && !(_sign * (value - BestValue) > _minDelta))
        {
            return false;
        }

        (BestEpoch, BestValue) = (epoch, value);
        _weights = _keepsWeights ? [.. _run!.Model.Weights.Select(weights => weights.ToArray())] : null;
        return true;
    }

    /// <summary>Puts the weights of the best epoch back into the model.</summary>
    public void RestoreWeights()
    {
        foreach (var (tensor, weights) in _run!.Model.Weights.Zip(_weights ?? []))
        {
            tensor.Device.Upload(weights, tensor);
        }
    }

    public void Save(StateWriter state)
    {
        state.Write("best_epoch", BestEpoch ?? -1);
        state.Write("best_value", BestValue);
        state.Write("kept_weights", _weights?.Length ?? 0);
        foreach (var (number, weights) in (_weights ?? []).Index())
        {
            state.Write($"weights_{number}", weights);
        }
    }

    public void Load(StateReader state)
    {
        BestEpoch = state.Int("best_epoch") is >= 0 and var epoch ? epoch : null;
        BestValue = state.Double("best_value");
        var kept = new List<float[]>();
        for (var left = state.Count("kept_weights"); left > 0; left--)
        {
            kept.Add(state.Floats($"weights_{kept.Count}"));
        }

        if (kept.Count > 0 && _run is not null && !kept.Select(weights => weights.Length).SequenceEqual(_run.Model.Weights.Select(weights => weights.Shape.Count)))
        {
            throw new InvalidDataException("The best weights that were kept are those of another model.");
        }

        _weights = kept.Count == 0 ? null : [.. kept];
    }
}
