namespace Tandem;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Its path in the data folder.</param>
/// <param name="Bytes">Its size, where all copies are alike.</param>
/// <param name="Rows">Its number of rows.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits, where all copies are alike.</param>
public sealed record DatasetFile(string Path, long? Bytes = null, long? Rows = null, string? Sha256 = null);
