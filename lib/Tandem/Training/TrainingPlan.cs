namespace Tandem;

/// <summary>What a training is going to do.</summary>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="BatchesPerEpoch">The number of steps of an epoch; <see langword="null"/> until the first epoch has counted them, where the rows come in parts.</param>
/// <param name="RowsPerEpoch">The number of rows of an epoch; <see langword="null"/> likewise.</param>
public sealed record TrainingPlan(int Epochs, int? BatchesPerEpoch, long? RowsPerEpoch);
