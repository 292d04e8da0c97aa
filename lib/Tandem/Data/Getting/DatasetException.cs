namespace Tandem;

/// <summary>A data set cannot be downloaded or imported.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="cause">What failed beneath, if something did.</param>
internal sealed class DatasetException(string message, Exception? cause = null) : Exception(message, cause);
