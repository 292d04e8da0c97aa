namespace Tandem;

/// <summary>Gathers the losses of a model's tasks while it is open; those that an outer one gathers go on afterwards.</summary>
internal sealed class TaskLosses : IDisposable
{
    private readonly IReadOnlyList<KeyValuePair<string, TaskLayer>> _tasks;
    private readonly MeanLoss[] _losses;
    private readonly MeanLoss?[] _outer;

    public TaskLosses(IReadOnlyList<KeyValuePair<string, TaskLayer>> tasks)
    {
        _tasks = tasks;
        _losses = [.. tasks.Select(_ => new MeanLoss())];
        _outer = [.. tasks.Select(task => task.Value.Recorded)];
        foreach (var (task, losses) in tasks.Zip(_losses))
        {
            task.Value.Recorded = losses;
        }
    }

    /// <summary>Of each task the sum of its rows' losses and their number.</summary>
    public IReadOnlyList<MeanLoss> Losses => _losses;

    /// <summary>The mean loss of each task that computed one, as <c>task/loss</c>.</summary>
    public IEnumerable<KeyValuePair<string, double>> Means() => _tasks.Zip(_losses)
        .Where(task => task.Second.Rows > 0)
        .Select(task => KeyValuePair.Create($"{task.First.Key}/loss", task.Second.Total / task.Second.Rows));

    public void Dispose()
    {
        foreach (var (task, outer) in _tasks.Zip(_outer))
        {
            task.Value.Recorded = outer;
        }
    }
}
