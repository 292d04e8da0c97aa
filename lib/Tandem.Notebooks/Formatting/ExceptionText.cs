namespace Tandem.Notebooks;

/// <summary>Exceptions as values: types, messages, and where in the notebook they were thrown. Frames of libraries are left out.</summary>
internal static class ExceptionText
{
    /// <summary>The type and the message.</summary>
    public static string Line(Exception failure) => $"{failure.GetType().Name}: {failure.Message}";

    /// <summary>A line for the exception and each of its causes, then one for each place in the notebook that it passed.</summary>
    public static string Describe(Exception failure)
    {
        var lines = new List<string> { Line(failure) };
        lines.AddRange(FailureReader.Causes(failure).Select(cause => $"  {cause}"));
        lines.AddRange(FailureReader.Way(FailureReader.UserFrames(failure)).Select(place => $"  {place}"));
        return string.Join('\n', lines);
    }
}
