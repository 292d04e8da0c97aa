namespace Tandem;

/// <summary>A file to download: a file of a data set, plain or compressed with gzip, or a zip archive of several.</summary>
/// <param name="Url">The publisher's address of it.</param>
/// <param name="Bytes">Its size; null when it is not known.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits; null when it is not known.</param>
public sealed record DatasetDownload(string Url, long? Bytes = null, string? Sha256 = null);
