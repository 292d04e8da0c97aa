namespace Tandem.Notebooks;

/// <summary>Something that a script draws: a Plotly figure or a Mermaid diagram.</summary>
/// <param name="MimeType">Which of the two.</param>
/// <param name="Source">What it is drawn from.</param>
internal sealed record Drawing(string MimeType, string Source);
