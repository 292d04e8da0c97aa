namespace Tandem.Notebooks.Tests;

/// <summary>A run that shows every kind of output.</summary>
internal static class KindsOfOutput
{
    private const string Prose = """
        # Every kind of output

        A [link](#charts), `code`, **bold**, ~~struck~~, $e^{i\pi} + 1 = 0$, and what a script must set:

        $$\begin{pmatrix} a & b \\ c & d \end{pmatrix} \binom{n}{k}$$

        ```csharp
        var x = 1; // a comment, a "string"
        ```

        ```json
        {"a": [1, true, "x"]}
        ```

        | Column | Number |
        |---|---:|
        | one | 1 |

        > A quotation.

        * [x] done
        * [ ] to do
        """;

    private const string Sequence = "sequenceDiagram\n  Alice->>Bob: Hello <b>\n  Note over Alice,Bob: A note\n  Bob-->>Alice: Hi";

    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static readonly CellFailure _failure = new(
        8, "kinds.dib", 90, "Half(3)", "DivideByZeroException", "Attempted to divide by zero.", ["at Half(Int32 n) in kinds.dib: line 89", "at kinds.dib: line 90"]);

    public static NotebookRun Run { get; } = SampleRun.Of(
        "kinds.dib",
        SampleRun.Cell(1, "markdown", Prose),
        SampleRun.Cell(2, "markdown", "## Charts\n"),
        SampleRun.Cell(
            3, "csharp", "#!set --name size --value 3\n/* words */ var chart = Charts.First($\"{1 + 1:f2}\", 'c', 1.5e3); // " + new string('x', 200),
            Figure("""{"data":[{"type":"bar","x":["a","b","c"],"y":[3,2,1],"text":["3","2","1"]}],"layout":{"title":{"text":"Bars </script><b>"},"xaxis":{"title":{"text":"letter"}}}}"""),
            Figure("""{"data":[{"y":[1,3,2],"name":"train"},{"y":[2,1,3],"name":"test"}],"layout":{"title":"Lines","annotations":[{"text":"here","x":1,"y":3}]}}"""),
            Figure("""{"data":[{"type":"pie","values":[3,2,1],"labels":["one","two","three"]}],"layout":{"title":{"text":"Shares"},"template":{},"width":500}}"""),
            Figure("""{"data":[{"type":"heatmap","z":[[1,2],[3,4]]}],"layout":{"title":{"text":"Heat"},"height":300}}"""),
            Figure("""{"data":[{"type":"bar","x":["a"],"y":[3]}],"layout":{"title":{"text":"Bars </script><b>"}}}""")),
        SampleRun.Cell(4, "mermaid", Sequence, new DisplayOutput(MimeBundle.Of(MimeTypes.Mermaid, Sequence, Sequence), "d1")),
        SampleRun.Cell(5, "mermaid", "graph LR", new DisplayOutput(MimeBundle.Of(MimeTypes.Mermaid, "graph LR\n  a[One] -- by --> b{{Two}} --> c((Three))"), "d2")),
        SampleRun.Cell(6, "markdown", "## Text\n\n### Of the console\n"),
        SampleRun.Cell(
            7, "csharp", "Console.WriteLine(\"…\");",
            new StreamOutput("plain " + new string('x', 400) + "\n" + string.Join('\n', Enumerable.Range(0, 200)), false),
            new StreamOutput("to standard error\n", true),
            new StreamOutput(new string('-', 16_000_000), false),
            new DisplayOutput(MimeBundle.Of(MimeTypes.Html, $"<table><thead><tr>{string.Concat(Enumerable.Repeat("<th>column</th>", 40))}</tr></thead><tbody><tr>{string.Concat(Enumerable.Repeat("<td>value</td>", 40))}</tr></tbody></table>"), "t"),
            new DisplayOutput(MimeBundle.Of(MimeTypes.Json, """{"name":"Ångström","values":[1,2.5,null,true]}"""), "j"),
            new DisplayOutput(MimeBundle.Of(MimeTypes.Latex, @"$$\sum_i x_i$$"), "l"),
            new DisplayOutput(MimeBundle.Of("image/png", Pixel, "A pixel"), "p"),
            new DisplayOutput(MimeBundle.Of(MimeTypes.Svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><circle r=\"9\"/></svg>", "A circle"), "s"),
            new ResultOutput(MimeBundle.Of(MimeTypes.PlainText, "42"))),
        SampleRun.Cell(8, "html", "<p id=\"mine\">Some <em>HTML</em>.</p>", new DisplayOutput(MimeBundle.Of(MimeTypes.Html, "<p id=\"mine\">Some <em>HTML</em>.</p>"), "h")),
        SampleRun.Cell(9, "javascript", "document.body.dataset.ran = 'yes'; // </script>", new DisplayOutput(MimeBundle.Of(MimeTypes.JavaScript, "document.body.dataset.ran = 'yes'; // </script>"), "js")),
        SampleRun.Cell(10, "sql", "SELECT 'x' FROM t"),
        SampleRun.Cell(11, "csharp", "Half(3)", new ErrorOutput(_failure)),
        SampleRun.Cell(12, "csharp", "1 + 1") with { Status = RunStatus.NotRun, ExecutionCount = null });

    private static DisplayOutput Figure(string json) => new(MimeBundle.Of(MimeTypes.Plotly, json, "Figure"), json);
}
