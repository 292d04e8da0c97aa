namespace Tandem;

/// <summary>Where a training stands after a step.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Batches">The steps taken in it.</param>
/// <param name="Rows">The rows seen in it.</param>
/// <param name="Loss">The mean loss of those rows.</param>
public readonly record struct TrainingProgress(int Epoch, int Batches, long Rows, double Loss);
