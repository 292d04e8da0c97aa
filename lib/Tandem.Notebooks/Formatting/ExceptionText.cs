namespace Tandem.Notebooks;

/// <summary>An exception's types and messages, without stack.</summary>
internal static class ExceptionText
{
    public static string Describe(Exception failure)
    {
        var parts = new List<string>();
        for (var current = failure; current is not null; current = current.InnerException)
        {
            parts.Add($"{current.GetType().Name}: {current.Message}");
        }

        return string.Join("\n  caused by ", parts);
    }
}
