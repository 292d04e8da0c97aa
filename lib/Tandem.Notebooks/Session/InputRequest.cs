namespace Tandem.Notebooks;

/// <summary>A line of text that a cell needs from the user.</summary>
/// <param name="Prompt">What the user is asked; may be empty.</param>
/// <param name="IsPassword">True when what is typed must not be seen.</param>
public sealed record InputRequest(string Prompt, bool IsPassword = false);
