namespace Tandem.Notebooks;

/// <summary>
/// Draws the charts and diagrams of a run as static pictures, so that they show where no script runs: in the report without JavaScript and in print, in the
/// executed notebook on sites that only render it. A headless Chromium, Chrome or Edge draws them, with the scripts that reports draw with.
/// </summary>
public static class RunPictures
{
    /// <summary>An SVG beyond this many characters becomes a PNG.</summary>
    private const int LargestSvg = 150_000;

    /// <summary>What a browser may take to start, on a busy machine, and for each picture.</summary>
    private static readonly TimeSpan _startTime = TimeSpan.FromSeconds(90), _drawTime = TimeSpan.FromSeconds(5);

    /// <summary>Why pictures cannot be drawn here, and what to do; null when they can.</summary>
    public static string? WhyNot() =>
        HeadlessBrowser.Find() is null
            ? $"No browser that can draw pictures was found. Install Chromium, Chrome or Edge, or name its program in {HeadlessBrowser.Variable}."
            : !ReportScript.Plotly.IsEmbedded || !ReportScript.Mermaid.IsEmbedded
                ? "Pictures need plotly.js and Mermaid, and the build of this program could not get them from npm. Build it again where npm reaches its registry."
                : null;

    /// <summary>Adds the pictures to a run. A browser that hangs or crashes costs the pictures, never the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="mode">Whether to.</param>
    /// <param name="cancellationToken">Gives up the pictures.</param>
    public static async Task<PicturedRun> AddAsync(NotebookRun run, PictureMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var drawings = mode == PictureMode.Never || cancellationToken.IsCancellationRequested ? [] : run.Cells.SelectMany(cell => cell.Outputs).Select(DrawingOf).OfType<Drawing>().Distinct().ToList();
        if (drawings.Count == 0)
        {
            return new PicturedRun(run, null);
        }

        if (WhyNot() is { } reason)
        {
            return new PicturedRun(run, mode == PictureMode.Always ? reason : null);
        }

        var pictures = await DrawAsync(drawings, cancellationToken).ConfigureAwait(false);
        var drawn = drawings.Zip(pictures.Drawn).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!);
        var cells = run.Cells.Select(cell => cell with { Outputs = [.. cell.Outputs.Select(output => WithPicture(output, drawn))] });
        return new PicturedRun(run with { Cells = [.. cells] }, pictures.Problem);
    }

    private static async Task<(IReadOnlyList<Picture?> Drawn, string? Problem)> DrawAsync(IReadOnlyList<Drawing> drawings, CancellationToken cancellationToken)
    {
        try
        {
            var page = PicturePage.Of(drawings, LargestSvg);
            var dom = await HeadlessBrowser.Find()!.DumpAsync(page, _startTime + drawings.Count * _drawTime, cancellationToken).ConfigureAwait(false);
            var results = PicturePage.Read(dom, drawings.Count);
            var failures = results.Where(result => result.Picture is null).Select(result => result.Failure).ToList();
            var problem = failures.Count == 0 ? null : $"{failures.Count} of {drawings.Count} pictures could not be drawn: {failures[0]}";
            return ([.. results.Select(result => result.Picture)], problem);
        }
        catch (Exception failure) when (failure is PictureException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException or FormatException)
        {
            return ([.. drawings.Select(_ => (Picture?)null)], $"No pictures: {failure.Message}");
        }
    }

    private static Drawing? DrawingOf(CellOutput output) => ContentOf(output) is not { } content || Picture.In(content) is not null ? null
        : content.Find(MimeTypes.Plotly) is { } figure ? new Drawing(MimeTypes.Plotly, figure)
        : content.Find(MimeTypes.Mermaid) is { } diagram ? new Drawing(MimeTypes.Mermaid, diagram)
        : null;

    private static CellOutput WithPicture(CellOutput output, Dictionary<Drawing, Picture> pictures)
    {
        if (DrawingOf(output) is not { } drawing || !pictures.TryGetValue(drawing, out var picture))
        {
            return output;
        }

        return output switch
        {
            DisplayOutput display => display with { Content = picture.AddTo(display.Content) },
            ResultOutput result => result with { Content = picture.AddTo(result.Content) },
            _ => output,
        };
    }

    private static MimeBundle? ContentOf(CellOutput output) => output switch
    {
        DisplayOutput display => display.Content,
        ResultOutput result => result.Content,
        _ => null,
    };
}
