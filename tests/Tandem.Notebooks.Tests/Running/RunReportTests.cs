using System.Text;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

/// <summary>JUnit XML and step summaries of runs that were made up.</summary>
public sealed class RunReportTests
{
    private static NotebookOutcome Outcome(string path, RunStatus status, string text, CellFailure? failure = null)
    {
        var document = DibFormat.Parse("#!markdown\n# A | heading\n#!csharp\n1\n#!csharp\n2\n", path);
        List<CellOutput> outputs = [new StreamOutput(text, IsError: false), new StreamOutput("warning", IsError: true)];
        if (failure is not null)
        {
            outputs.Add(new ErrorOutput(failure));
        }

        List<CellRun> cells =
        [
            new(document.Cells[0], 1, RunStatus.Succeeded, null, [], TimeSpan.Zero),
            new(document.Cells[1], 2, status, 1, outputs, TimeSpan.FromSeconds(1.5)),
            new(document.Cells[2], 3, status == RunStatus.Succeeded ? status : RunStatus.NotRun, status == RunStatus.Succeeded ? 2 : null, [], TimeSpan.Zero),
        ];
        return new NotebookOutcome(path, new NotebookRun(
            document, status, cells, failure, new Dictionary<string, double> { ["top_100"] = 0.25 }, new Dictionary<string, string> { ["epochs"] = "3" },
            TimeSpan.FromSeconds(2), TimeSpan.Zero, TimeSpan.Zero), null);
    }

    private static XElement JUnit(params NotebookOutcome[] outcomes)
    {
        using var writer = new StringWriter();
        JUnitReport.Write(outcomes, writer);
        return XDocument.Parse(writer.ToString()).Root!;
    }

    private static string Summary(params NotebookOutcome[] outcomes)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        StepSummary.Write(outcomes, writer);
        return writer.ToString();
    }

    private static CellFailure Failure(string message) => new(2, "/books/a.dib", 4, "1", "FormatException", message, ["at F"]);

    [Fact]
    public void A_cell_is_a_test_case_with_its_failure_and_what_it_showed()
    {
        var suites = JUnit(Outcome("a.dib", RunStatus.Failed, "shown", Failure("no <number>")), new NotebookOutcome("gone.dib", null, "gone.dib: no such notebook"));
        Assert.Equal(("3", "1", "1", "1"), (suites.Attribute("tests")!.Value, suites.Attribute("failures")!.Value, suites.Attribute("errors")!.Value, suites.Attribute("skipped")!.Value));
        var cases = suites.Descendants("testcase").ToList();
        Assert.Equal(["cell 2: A | heading", "cell 3: A | heading", "the notebook"], cases.Select(test => test.Attribute("name")!.Value));
        Assert.Equal(("1.500", "4"), (cases[0].Attribute("time")!.Value, cases[0].Attribute("line")!.Value));
        Assert.Equal(("FormatException", "no <number>"), (cases[0].Element("failure")!.Attribute("type")!.Value, cases[0].Element("failure")!.Attribute("message")!.Value));
        Assert.Contains("at F", cases[0].Element("failure")!.Value);
        Assert.Equal(("shown", "warning"), (cases[0].Element("system-out")!.Value, cases[0].Element("system-err")!.Value));
        Assert.NotNull(cases[1].Element("skipped"));
        Assert.Equal("gone.dib: no such notebook", cases[2].Element("error")!.Attribute("message")!.Value);
    }

    [Fact]
    public void Whatever_text_a_cell_shows_the_xml_is_well_formed() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 0xFFFF).Select(code => (char)code).ArrayOf().Select(characters => new string(characters)).ToArbitrary(),
        text => JUnit(Outcome($"a{text}.dib", RunStatus.Failed, text, Failure(text))).Descendants("testcase").Count() == 2));

    [Fact]
    public void Long_output_is_trimmed_to_its_end()
    {
        var text = JUnit(Outcome("a.dib", RunStatus.Succeeded, new string('x', 100_000) + "the end")).Descendants("system-out").Single().Value;
        Assert.StartsWith("… (80007 characters left out)", text);
        Assert.EndsWith("the end", text);
    }

    [Fact]
    public void A_summary_has_a_row_for_each_notebook_what_failed_and_the_metrics()
    {
        var summary = Summary(Outcome("a_1.dib", RunStatus.Succeeded, ""), Outcome("b|.dib", RunStatus.Failed, "", Failure("```fence")));
        Assert.Contains("1 of 2 notebooks failed", summary);
        Assert.Contains("| a\\_1.dib | ✅ succeeded | 2/2 | 2.0 s |\n", summary);
        Assert.Contains("| b\\|.dib | ❌ failed | 0/2 | 2.0 s |\n", summary);
        Assert.Contains("#### b\\|.dib: A \\| heading", summary);
        Assert.Contains("````text\na.dib: cell 2 failed at line 4: 1 — FormatException: ```fence\nat F\n````", summary);
        Assert.Contains("| top\\_100 | 0.25 |", summary);
    }

    [Fact]
    public void A_summary_stays_below_what_github_takes()
    {
        var summary = Summary([.. Enumerable.Range(0, 1000).Select(i => Outcome($"{i}.dib", RunStatus.Failed, "", Failure(new string('é', 10_000))))]);
        Assert.InRange(Encoding.UTF8.GetByteCount(summary), 500_000, 1 << 20);
        Assert.EndsWith("The rest is left out: GitHub takes summaries of 1 MiB at most.\n", summary);
    }
}
