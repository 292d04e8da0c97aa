using AngleSharp.Html.Parser;
using Microsoft.Playwright;

namespace Tandem.Notebooks.Tests;

[Collection(nameof(ReportPages))]
public sealed class ReportPageTests(ReportPages pages)
{
    private static readonly ViewportSize _phone = new() { Width = 360, Height = 740 };

    public static TheoryData<string, ColorScheme> NamesAndThemes => new(
        from row in ReportPages.Names from theme in new[] { ColorScheme.Light, ColorScheme.Dark } select (row.Data, theme));

    [Theory]
    [MemberData(nameof(NamesAndThemes))]
    public async Task Everything_is_drawn_without_network_and_nothing_is_complained_of(string name, ColorScheme theme)
    {
        await using var report = await pages.OpenAsync(name, new() { ColorScheme = theme });
        await Assertions.Expect(report.Page.Locator(".chart .plot .main-svg").First).ToBeVisibleAsync();
        Assert.Equal(0, await report.Page.Locator("figure .picture:visible, figure .fallback:visible").CountAsync());
        Assert.Equal(await report.Page.Locator("figure.chart").CountAsync(), await report.Page.Locator("figure.chart .svg-container").CountAsync());
        Assert.Equal(await report.Page.Locator("figure.diagram").CountAsync(), await report.Page.Locator("figure.diagram .plot > svg").CountAsync());
        Assert.Empty(report.Complaints);
    }

    [Theory]
    [MemberData(nameof(NamesAndThemes))]
    public async Task Text_has_the_contrast_that_AA_asks_for(string name, ColorScheme theme)
    {
        await using var report = await pages.OpenAsync(name, new() { ColorScheme = theme });
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(PageScripts.TextOfLowContrast));
    }

    [Theory]
    [MemberData(nameof(ReportPages.Names), MemberType = typeof(ReportPages))]
    public async Task What_can_be_used_or_scrolled_is_reached_by_Tab(string name)
    {
        await using var report = await pages.OpenAsync(name);
        var expected = await report.Page.EvaluateAsync<int>(PageScripts.MarkUsable);
        var reached = new HashSet<string>();
        for (var i = 0; i < 3 * expected && reached.Count < expected; i++)
        {
            await report.Page.Keyboard.PressAsync("Tab");
            if (await report.Page.EvaluateAsync<string?>("document.activeElement.dataset.usable") is { } number)
            {
                reached.Add(number);
            }

            if (i == 0)
            {
                Assert.Equal("Skip to the notebook", await report.Page.EvaluateAsync<string>("document.activeElement.textContent"));
            }
        }

        var missed = await report.Page.EvaluateAsync<string[]>("reached => [...document.querySelectorAll('[data-usable]')].filter(e => !reached.includes(e.dataset.usable)).map(e => e.outerHTML.slice(0, 200))", reached.ToArray());
        Assert.Empty(missed);
    }

    [Theory]
    [MemberData(nameof(ReportPages.Names), MemberType = typeof(ReportPages))]
    public async Task Without_JavaScript_text_code_and_pictures_show(string name)
    {
        await using var report = await pages.OpenAsync(name, new() { JavaScriptEnabled = false });
        var page = report.Page;
        Assert.Equal(await page.Locator("figure").CountAsync(), await page.Locator("figure .picture:visible").CountAsync());
        Assert.Equal(0, await page.Locator("figure .picture:not([alt]), figure .picture[alt='']").CountAsync());
        Assert.Equal(await page.Locator(".cell > .code pre").CountAsync(), await page.Locator(".cell > .code pre:visible").CountAsync());
        await Assertions.Expect(page.Locator(".contents a").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("button.theme")).ToBeHiddenAsync();
    }

    [Theory]
    [MemberData(nameof(ReportPages.Names), MemberType = typeof(ReportPages))]
    public async Task On_a_phone_the_page_does_not_scroll_sideways_and_the_contents_are_closed(string name)
    {
        await using var report = await pages.OpenAsync(name, new() { ViewportSize = _phone });
        Assert.Equal(_phone.Width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Assertions.Expect(report.Page.Locator(".contents a").First).ToBeHiddenAsync();
        await report.Page.Locator(".contents summary").ClickAsync();
        await Assertions.Expect(report.Page.Locator(".contents a").First).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(ReportPages.Names), MemberType = typeof(ReportPages))]
    public async Task In_print_the_pictures_stand_for_the_charts_and_no_text_is_cut(string name)
    {
        await using var report = await pages.OpenAsync(name, new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 700, Height = 1000 } });
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(report.Page.Locator(".contents")).ToBeHiddenAsync();
        Assert.Equal(await report.Page.Locator("figure").CountAsync(), await report.Page.Locator("figure .picture:visible").CountAsync());
        Assert.Equal(0, await report.Page.Locator("figure .plot:visible").CountAsync());
        Assert.Empty(await report.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('pre')].filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 100))"));
        Assert.Equal("rgb(255, 255, 255)", await report.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task The_choice_of_dark_colours_is_remembered_and_reaches_the_charts()
    {
        await using var report = await pages.OpenAsync("kinds", new() { ColorScheme = ColorScheme.Light });
        var (page, button) = (report.Page, report.Page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }));
        var (light, lightText) = (await Background(page), await ChartText(page));
        await button.PressAsync("Enter");
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.NotEqual(light, await Background(page));
        Assert.NotEqual(lightText, await ChartText(page));
        await page.ReloadAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await button.ClickAsync();
        Assert.Equal(light, await Background(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Ids_are_unique_and_the_contents_lead_to_their_sections()
    {
        await using var report = await pages.OpenAsync("01-two-tower");
        Assert.Empty(await report.Page.EvaluateAsync<string[]>("(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll('[id]')].map(e => e.id))"));
        await report.Page.Locator(".contents a", new() { HasText = "Recommendations" }).ClickAsync();
        await Assertions.Expect(report.Page.Locator("#recommendations")).ToBeInViewportAsync();
        await Assertions.Expect(report.Page.Locator(".contents a[aria-current]")).ToHaveTextAsync("Recommendations");
    }

    [Fact]
    public async Task Code_is_copied_as_it_is_written()
    {
        await using var report = await pages.OpenAsync("kinds", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await report.Page.Locator("#cell-3 .copy").PressAsync("Enter");
        await Assertions.Expect(report.Page.Locator("#cell-3 .copy")).ToHaveTextAsync("Copied");
        Assert.Equal(KindsOfOutput.Run.Cells[2].Cell.Source, await report.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Theory]
    [MemberData(nameof(ReportPages.Names), MemberType = typeof(ReportPages))]
    public void The_page_is_HTML_that_a_strict_parser_takes(string name) =>
        Assert.NotNull(new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(File.ReadAllText(pages.FileOf(name))).Body);

    private static Task<string> Background(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static Task<string> ChartText(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.chart .gtitle')).fill");
}
