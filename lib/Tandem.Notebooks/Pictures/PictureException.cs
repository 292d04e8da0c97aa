namespace Tandem.Notebooks;

/// <summary>The browser drew no pictures.</summary>
/// <param name="message">Why, and what to do.</param>
internal sealed class PictureException(string message) : Exception(message);
