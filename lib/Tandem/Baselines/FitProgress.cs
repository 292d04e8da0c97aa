namespace Tandem;

/// <summary>Where the fit of a recommender stands.</summary>
/// <param name="Iteration">How many iterations are done.</param>
/// <param name="Iterations">How many there are.</param>
public readonly record struct FitProgress(int Iteration, int Iterations);
