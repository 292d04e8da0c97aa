namespace Tandem;

/// <summary>A file that stands in a published one's place: made of it, cut from it or invented in its shape.</summary>
/// <param name="Status">What it is.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal digits.</param>
/// <param name="Note">What was done to it, for a reader who must not take it for the published file.</param>
/// <param name="Path">Its path in the data folder, where that is not the published file's.</param>
public sealed record DatasetVariant(DatasetFileStatus Status, string Sha256, string Note, string? Path = null);
