using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Events;

namespace Tandem.Interactive.Tests;

/// <summary>The library's notebooks, run by .NET Interactive, show what they show in the library's own session: their executed twins have it.</summary>
public sealed partial class LibraryNotebookTests
{
    // One of each package that the notebook references, and that of what Plotly.NET's types are made of.
    private static readonly Type[] _packages = [typeof(DataFrame), typeof(Plotly.NET.GenericChart), typeof(Plotly.NET.CSharp.Chart), typeof(DynamicObj.DynamicObj)];

    [Theory]
    [InlineData("movielens/01-two-tower")]
    [InlineData("babyshop/02-content-based")]
    public async Task A_notebook_of_the_library_shows_the_same_things_in_dotnet_interactive(string name)
    {
        using var notebook = await Notebook.OpenAsync();
        var twin = await Notebook.ReadAsync(Path.Combine(Repository.Root, "notebooks", $"{name}.ipynb"));

        foreach (var cell in twin.Elements.Where(element => element.KernelName == "csharp"))
        {
            var shown = await notebook.RunAsync(Package().Replace(cell.Contents, ""));
            Assert.Equal(Kinds(cell.Outputs.SelectMany(Shown)), Kinds(shown.Shown()));
        }
    }

    [Fact]
    public async Task The_notebook_for_polyglot_notebooks_runs_in_them()
    {
        using var notebook = await Notebook.OpenAsync();
        await notebook.RunAsync(string.Concat(_packages.Select(type => $"#r \"{type.Assembly.Location}\"\n")));
        var cells = await Notebook.ReadAsync(Path.Combine(Repository.Root, "notebooks", "polyglot", "01-movielens.dib"));

        foreach (var cell in cells.Elements.Where(element => element.KernelName == "csharp"))
        {
            // A device would outlive the test.
            await notebook.RunAsync(Package().Replace(cell.Contents, "").Replace("--device auto", "", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(string MimeType, string Text)> Shown(InteractiveDocumentOutputElement output) => output switch
    {
        ReturnValueElement value => [("text/html", Html(value.Data))],
        DisplayElement value => [("text/html", Html(value.Data))],
        TextElement text => text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ("text/plain", line)),
        _ => throw new ArgumentException($"The twin has {output.GetType().Name}."),
    };

    // A file has a text as lines or as one.
    private static string Html(IDictionary<string, object> data) => data["text/html"] is IEnumerable<object> lines ? string.Concat(lines) : $"{data["text/html"]}";

    /// <summary>What is shown, but for the numbers, which depend on the data and the machine. Lines printed one after the other are one text.</summary>
    private static IEnumerable<string> Kinds(IEnumerable<(string MimeType, string Text)> shown)
    {
        var before = "";
        foreach (var kind in shown.Select(content => Kind(content.Text)))
        {
            if (kind != before || kind is not ("text" or "progress"))
            {
                yield return kind;
            }

            before = kind;
        }
    }

    private static string Kind(string content) => content switch
    {
        _ when Progress().IsMatch(content) => "progress",
        _ when content.StartsWith("<div class=\"tandem-figure\">", StringComparison.Ordinal) => "figure",
        _ when content.Contains("<table>", StringComparison.Ordinal) => string.Join(" | ", Heading().Matches(content).Select(match => match.Value)),
        _ => "text",
    };

    [GeneratedRegex(@"^#r .*$", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^(<pre>)?Epoch +\d")]
    private static partial Regex Progress();

    [GeneratedRegex("<th>.*?</th>")]
    private static partial Regex Heading();
}
