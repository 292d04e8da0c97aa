namespace Tandem.Notebooks;

/// <summary>A value in the form in which kernels hand values to each other.</summary>
/// <param name="Content">The value as text.</param>
/// <param name="MimeType">What the text is.</param>
internal sealed record SharedValue(string Content, string MimeType);
