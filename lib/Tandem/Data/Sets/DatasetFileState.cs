namespace Tandem;

/// <summary>A file of a data set as it is found in a data folder.</summary>
/// <param name="File">The file that is wanted.</param>
/// <param name="FoundPath">The path of the file that is there; null when none is.</param>
/// <param name="Status">What it is.</param>
/// <param name="Note">More about it, such as how a derived file was made; empty when there is nothing to add.</param>
public sealed record DatasetFileState(DatasetFile File, string? FoundPath, DatasetFileStatus Status, string Note = "");
