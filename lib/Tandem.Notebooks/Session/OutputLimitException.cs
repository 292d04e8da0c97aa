namespace Tandem.Notebooks;

/// <summary>Thrown in a cell that showed more than it may.</summary>
internal sealed class OutputLimitException(long limit) : Exception($"The cell showed more than {limit:N0} bytes; what came after is lost. Show less, write to a file, or raise the limit.");
