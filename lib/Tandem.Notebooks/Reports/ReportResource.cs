namespace Tandem.Notebooks;

/// <summary>Files that are embedded in this assembly for reports.</summary>
internal static class ReportResource
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ReportResource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
