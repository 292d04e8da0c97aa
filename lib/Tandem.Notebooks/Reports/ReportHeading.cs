namespace Tandem.Notebooks;

/// <summary>A heading of a report.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Text">Its text without markup.</param>
/// <param name="Id">Its anchor, unique in the report.</param>
internal sealed record ReportHeading(int Level, string Text, string Id);
