namespace Tandem;

/// <summary>Shows an installation as a table of two columns.</summary>
internal sealed class InstallationFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Installation>("text/html", (installation, writer) => writer.Write(HtmlTable.OfFacts(installation.Facts))),
        new Formatter<Installation>("text/plain", (installation, writer) => writer.Write(installation)),
    ];
}
