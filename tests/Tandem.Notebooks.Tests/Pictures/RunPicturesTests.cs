using System.Text.Json;

namespace Tandem.Notebooks.Tests;

public sealed class RunPicturesTests
{
    private static readonly MimeBundle _figure = MimeBundle.Of(
        MimeTypes.Plotly, """{"data":[{"type":"bar","x":["a"],"y":[1]}],"layout":{"title":{"text":"A </script> title"}}}""", "Figure");

    private static readonly MimeBundle _diagram = MimeBundle.Of(MimeTypes.Mermaid, "graph LR\n  a --> b", "graph LR");

    [Fact]
    public async Task Charts_and_diagrams_get_an_svg_the_same_each_time()
    {
        var run = SampleRun.Of(_figure, _diagram);
        var (first, second) = (await Draw(run), await Draw(run));
        foreach (var (picture, again) in Pictures(first).Zip(Pictures(second)))
        {
            Assert.Equal(MimeTypes.Svg, picture!.MimeType);
            Assert.StartsWith("<svg", picture.Content);
            Assert.Equal(picture, again);
        }
    }

    [Fact]
    public async Task A_chart_of_many_points_gets_a_png()
    {
        var numbers = JsonSerializer.Serialize(Enumerable.Range(0, 20_000).Select(i => i * 7919 % 1009));
        var run = await Draw(SampleRun.Of(MimeBundle.Of(MimeTypes.Plotly, $$"""{ "data": [{ "mode": "markers", "y": {{numbers}} }], "layout": {} }""")));
        var picture = Assert.Single(Pictures(run))!;
        Assert.Equal("image/png", picture.MimeType);
        Assert.InRange(Convert.FromBase64String(picture.Content).Length, 1_000, 1_500_000);
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_told_and_the_rest_is_drawn()
    {
        NeedsPictures();
        var run = SampleRun.Of(_figure, MimeBundle.Of(MimeTypes.Mermaid, "no diagram of any kind", ""));
        var pictured = await RunPictures.AddAsync(run, PictureMode.Auto, TestContext.Current.CancellationToken);
        Assert.StartsWith("1 of 2 pictures could not be drawn: ", pictured.Problem);
        Assert.Equal([true, false], Pictures(pictured.Run).Select(picture => picture is not null));
    }

    [Fact]
    public async Task The_html_of_a_figure_shows_its_picture_until_the_script_runs()
    {
        NeedsPictures();
        var run = await new NotebookRunner().RunAsync(DibFormat.Parse("#!csharp\nPlots.Bars(\"t\", [(\"a\", 1.0)])\n", "test.dib"), TestContext.Current.CancellationToken);
        var html = SampleRun.ContentsOf(await Draw(run)).Single().Find(MimeTypes.Html)!;
        Assert.Matches("</script><p><img src=\"data:image/svg\\+xml;base64,[^\"]+\" alt=\"Chart: t\\. bar plot\"></p></div>", html);
        Assert.Contains("replaceWith(plot)", html);
    }

    [Fact]
    public async Task Never_draws_nothing()
    {
        var run = SampleRun.Of(_figure);
        Assert.Equal(new PicturedRun(run, null), await RunPictures.AddAsync(run, PictureMode.Never, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_without_charts_needs_no_browser()
    {
        var run = SampleRun.Of(MimeBundle.Of(MimeTypes.PlainText, "1"));
        Assert.Equal(new PicturedRun(run, null), await RunPictures.AddAsync(run, PictureMode.Always, TestContext.Current.CancellationToken));
    }

    private static async Task<NotebookRun> Draw(NotebookRun run)
    {
        NeedsPictures();
        var pictured = await RunPictures.AddAsync(run, PictureMode.Always, TestContext.Current.CancellationToken);
        Assert.Null(pictured.Problem);
        return pictured.Run;
    }

    private static IEnumerable<Picture?> Pictures(NotebookRun run) => SampleRun.ContentsOf(run).Select(Picture.In);

    private static void NeedsPictures()
    {
        var reason = RunPictures.WhyNot();
        Needs.That(reason is null, reason ?? "");
    }
}
