namespace Tandem;

/// <summary>Where a training stands between two steps.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Batches">The steps taken in it.</param>
/// <param name="Rows">The rows seen in it.</param>
/// <param name="TotalLoss">The loss of those rows, summed.</param>
/// <param name="LastLoss">The loss of the last batch.</param>
/// <param name="Seconds">The time spent on the epoch so far.</param>
internal sealed record TrainingPosition(int Epoch, int Batches, long Rows, double TotalLoss, float LastLoss, double Seconds)
{
    /// <summary>The losses of the model's tasks in the epoch, of a model that has several.</summary>
    public IReadOnlyList<MeanLoss> TaskLosses { get; init; } = [];

    /// <summary>A hash of the parts read in the epoch, where the rows come in parts and a checkpoint may have to find the place again.</summary>
    public string? Parts { get; init; }

    public static TrainingPosition Start { get; } = new(0, 0, 0, 0, 0, 0);

    public void Save(StateWriter state)
    {
        state.Write("epoch", Epoch);
        state.Write("batches", Batches);
        state.Write("rows", Rows);
        state.Write("total_loss", TotalLoss);
        state.Write("last_loss", LastLoss);
        state.Write("seconds", Seconds);
        state.Write("parts", Parts);
        state.Write("task_losses", [.. TaskLosses.Select(task => task.Total)]);
        state.Write("task_rows", [.. TaskLosses.Select(task => task.Rows)]);
    }

    public static TrainingPosition Load(StateReader state) => new(
        state.Count("epoch"), state.Count("batches"), state.NotNegative("rows"), state.Double("total_loss"), state.Float("last_loss"), state.Double("seconds"))
    {
        Parts = state.Has("parts") ? state.RequiredText("parts") : null,
        TaskLosses = state.Has("task_losses") ? [.. state.Doubles("task_losses").Zip(state.Longs("task_rows"), LossOf)] : [],
    };

    private static MeanLoss LossOf(double total, long rows)
    {
        var loss = new MeanLoss();
        loss.Add(total, rows);
        return loss;
    }
}
