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
    public static TrainingPosition Start { get; } = new(0, 0, 0, 0, 0, 0);

    public void Save(StateWriter state)
    {
        state.Write("epoch", Epoch);
        state.Write("batches", Batches);
        state.Write("rows", Rows);
        state.Write("total_loss", TotalLoss);
        state.Write("last_loss", LastLoss);
        state.Write("seconds", Seconds);
    }

    public static TrainingPosition Load(StateReader state) => new(
        state.Count("epoch"), state.Count("batches"), state.NotNegative("rows"), state.Double("total_loss"), state.Float("last_loss"), state.Double("seconds"));
}
