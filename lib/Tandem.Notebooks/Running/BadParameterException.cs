namespace Tandem.Notebooks;

/// <summary>A run gives a value to a parameter that the notebook does not declare, or one of the wrong type.</summary>
/// <param name="message">Which parameter, and what to do.</param>
public sealed class BadParameterException(string message) : Exception(message);
