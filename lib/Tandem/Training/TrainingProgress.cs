namespace Tandem;

/// <summary>Where a training stands after a step.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Batches">The steps taken in it.</param>
/// <param name="Rows">The rows seen in it.</param>
/// <param name="Loss">
/// The mean loss of those rows. On a device that runs ahead of the program losses are read once a second and when the epoch ends: of the rows whose loss has been read, and
/// <see langword="null"/> before any has.
/// </param>
public readonly record struct TrainingProgress(int Epoch, int Batches, long Rows, double? Loss);
