namespace Tandem.Notebooks;

/// <summary>Writes a run as one self-contained HTML page.</summary>
public static class HtmlReport
{
    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(NotebookRun run, TextWriter writer) => writer.Write(run.Summary);
}
