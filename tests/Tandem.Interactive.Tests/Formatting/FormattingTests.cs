namespace Tandem.Interactive.Tests.Formatting;

/// <summary>.NET Interactive finds the library's formatters by their names alone; here it is the real one that looks.</summary>
public sealed class FormattingTests(FormattingTests.Prepared prepared) : IClassFixture<FormattingTests.Prepared>
{
    private const string Setup = """
        using Tandem;
        using Tandem.Tensors;

        class Doubling(Tower ids) : Model
        {
            protected override Tensor ComputeLoss(Batch batch, bool training) => 2f * ids.Embed(batch).ToTensor().Mean();
        }

        var table = Table.FromColumns(Column.Of("id", (string[])["a", "b"]));
        var bars = Plots.Bars("Two", [("a", 1.0), ("b", 2.0)]);
        var ids = Tower.Of(Feature.Id("id", table["id"], 4));
        var model = new Doubling(ids);
        model.Compile(new Adagrad(0.1f));
        """;

    public static TheoryData<string, string[]> Shown => new()
    {
        { "table", ["<th>id<br><small>string</small></th>", "<p>2 rows × 1 column</p>"] },
        { """table["id"]""", ["<th>id<br><small>string</small></th>"] },
        { "bars", ["""<div class="tandem-figure">""", "plotly-", "Figure &quot;Two&quot; (1 trace)"] },
        { "model", ["<td>id/embedding</td><td>[3, 4]</td><td>12</td>", "Doubling: 12 numbers to train"] },
        { "ids", ["<p>id tower: 12 numbers to train</p>"] },
        { "model.Fit(table, epochs: 2, callbacks: [])", ["<th>epoch</th><th>loss</th>", "<td>2</td>"] },
        { "model.Evaluate(table)", ["<th>metric</th><th>value</th>", "<td>loss</td>"] },
        { """new Comparison("Loss", Datasets.MovieLensSample().Source).Add("here", tandem: 0.5)""", ["<p><b>Loss</b></p>", "<td>0.5000</td>"] },
        { """new BruteForce(ids, ids, table, identifier: "id").Query("a", k: 2)""", ["<table>", "<td>a</td>", "<td>b</td>"] },
        { "Tensor.From(1f, 2f)", ["<pre>Tensor [2] on ", ": 1, 2</pre>"] },
        { "new Shape(2, 3)", ["<pre>[2, 3]</pre>"] },
        { "new Adagrad(0.1f)", ["<pre>Adagrad(learning rate 0.1"] },
        { "new[] { bars, bars }", ["<td>0</td>", "<td>1</td>", """<div class="tandem-figure">"""] },
        { "new { Table = table, Figure = bars }", ["<small>string</small>", """<div class="tandem-figure">"""] },
        { "(table, Tensor.From(1f))", ["<small>string</small>", "<pre>Tensor [1]"] },
        { """new Dictionary<string, Table> { ["first"] = table }""", ["first", "<small>string</small>"] },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task What_a_cell_returns_shows_as_in_the_librarys_own_notebooks(string code, string[] contents)
    {
        var (mimeType, html) = (await prepared.Notebook.RunAsync(code)).OnlyShown();

        Assert.Equal("text/html", mimeType);
        Assert.All(contents, content => Assert.Contains(content, html));
    }

    [Theory]
    [InlineData("table", "text/plain", "2 rows × 1 column")]
    [InlineData("model", "text/plain", "Doubling: 12 numbers to train")]
    [InlineData("bars", "text/plain", "Figure \"Two\" (1 trace)")]
    [InlineData("bars", "application/vnd.plotly.v1+json", "{\"data\":[{\"type\":\"bar\"")]
    [InlineData("model.Evaluate(table)", "application/vnd.tandem.metrics+json", "{\"loss\":")]
    public async Task Another_form_is_had_by_its_mime_type(string code, string mimeType, string content)
    {
        var shown = (await prepared.Notebook.RunAsync($"display({code}, \"{mimeType}\");")).OnlyShown();

        Assert.Equal(mimeType, shown.MimeType);
        Assert.Contains(content, shown.Text);
    }

    /// <summary>One notebook for all that is only looked at.</summary>
    public sealed class Prepared : IAsyncLifetime
    {
        internal Notebook Notebook { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Notebook = await Notebook.OpenAsync();
            await Notebook.RunAsync(Setup);
        }

        public ValueTask DisposeAsync()
        {
            Notebook.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
