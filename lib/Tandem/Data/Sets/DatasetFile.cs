namespace Tandem;

/// <summary>A file of a data set.</summary>
/// <param name="Path">Its path in the data folder. A file compressed with gzip may stand in its place, with <c>.gz</c> behind the name.</param>
/// <param name="Bytes">The size of the published file; null when it is not known.</param>
/// <param name="Rows">The number of rows of the published file; null when it is not known.</param>
/// <param name="Sha256">The published file's SHA-256 in lower-case hexadecimal digits; null when it is not known.</param>
/// <param name="GitBlob">The id that Git gives the published file's content (SHA-1); null when it is not known.</param>
/// <param name="Optional">Whether the data set can be used without it.</param>
/// <param name="Variants">Files that are known to stand in its place and are not the publisher's own.</param>
public sealed record DatasetFile(
    string Path,
    long? Bytes = null,
    long? Rows = null,
    string? Sha256 = null,
    string? GitBlob = null,
    bool Optional = false,
    IReadOnlyList<DatasetVariant>? Variants = null);
