using System.Globalization;
using System.Xml;

namespace Tandem.Notebooks;

/// <summary>Writes runs as JUnit XML, which most build servers read: a test suite for each notebook, a test case for each of its code cells.</summary>
public static class JUnitReport
{
    private const int MaxOutput = 20_000;

    /// <summary>Writes the report. Whatever the cells showed, it is well-formed XML.</summary>
    /// <param name="outcomes">The notebooks, in order.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(IReadOnlyList<NotebookOutcome> outcomes, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(writer);
        using (var xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CloseOutput = false }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, [.. outcomes.SelectMany(Cases)], outcomes.Sum(outcome => outcome.Run?.Elapsed.TotalSeconds ?? 0));
            foreach (var outcome in outcomes)
            {
                WriteSuite(xml, outcome);
            }

            xml.WriteEndElement();
        }

        writer.Write('\n');
    }

    private static void WriteSuite(XmlWriter xml, NotebookOutcome outcome)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", outcome.Path);
        WriteCounts(xml, [.. Cases(outcome)], outcome.Run?.Elapsed.TotalSeconds ?? 0);
        WriteProperties(xml, outcome.Run?.Parameters ?? new Dictionary<string, string>());
        foreach (var testCase in Cases(outcome))
        {
            WriteCase(xml, outcome.Path, testCase);
        }

        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Count > 0)
        {
            xml.WriteStartElement("properties");
            foreach (var (name, value) in parameters)
            {
                xml.WriteStartElement("property");
                Attribute(xml, "name", name);
                Attribute(xml, "value", value);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<TestCase> cases, double seconds)
    {
        Attribute(xml, "tests", Text(cases.Count));
        Attribute(xml, "failures", Text(cases.Count(test => test.Kind == "failure")));
        Attribute(xml, "errors", Text(cases.Count(test => test.Kind == "error")));
        Attribute(xml, "skipped", Text(cases.Count(test => test.Kind == "skipped")));
        Attribute(xml, "time", Seconds(seconds));
    }

    private static void WriteCase(XmlWriter xml, string path, TestCase test)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", path);
        Attribute(xml, "name", test.Name);
        Attribute(xml, "time", Seconds(test.Seconds));
        Attribute(xml, "file", path);
        Attribute(xml, "line", Text(test.Line));
        if (test.Kind is { } kind)
        {
            xml.WriteStartElement(kind);
            if (test.Type.Length > 0)
            {
                Attribute(xml, "type", test.Type);
                Attribute(xml, "message", test.Message);
                xml.WriteString(Clean(TerminalText.Plain(test.Details)));
            }

            xml.WriteEndElement();
        }

        WriteOutput(xml, "system-out", test.Output);
        WriteOutput(xml, "system-err", test.ErrorOutput);
        xml.WriteEndElement();
    }

    private static void WriteOutput(XmlWriter xml, string name, string text)
    {
        if (text.Length > 0)
        {
            xml.WriteElementString(name, Clean(text.Length > MaxOutput ? $"… ({text.Length - MaxOutput} characters left out)\n{text[^MaxOutput..]}" : text));
        }
    }

    private static IEnumerable<TestCase> Cases(NotebookOutcome outcome)
    {
        if (outcome.Run is { } run)
        {
            foreach (var cell in run.Cells.Where(cell => cell.ExecutionCount is not null || cell.Status == RunStatus.NotRun))
            {
                yield return CaseOf(cell, CellHeadings.Before(run.Document, cell.Number), run);
            }
        }

        if (outcome.Problem is { } problem)
        {
            yield return new TestCase("the notebook", 0, 1, "error", "Problem", problem, problem, "", "");
        }
    }

    private static TestCase CaseOf(CellRun cell, string heading, NotebookRun run)
    {
        var (kind, type, message) = cell.Status switch
        {
            RunStatus.Failed when !cell.MayFail => ("failure", cell.Failure!.Kind, cell.Failure.Message),
            RunStatus.Crashed => ("error", cell.Failure!.Kind, cell.Failure.Message),
            RunStatus.TimedOut or RunStatus.Interrupted => ("error", cell.Status.ToString(), run.Summary),
            RunStatus.NotRun => ("skipped", "", ""),
            _ => (null, "", ""),
        };
        var details = cell.Failure is { } failure ? string.Join('\n', failure.Details.Prepend(failure.ToString())) : message;
        return new TestCase(
            $"cell {Text(cell.Number)}{(heading.Length > 0 ? ": " + heading : "")}", cell.Elapsed.TotalSeconds, cell.Failure?.Line ?? cell.Cell.StartLine, kind, type, message, details,
            string.Concat(cell.Outputs.Select(Shown)), string.Concat(cell.Outputs.OfType<StreamOutput>().Where(stream => stream.IsError).Select(stream => TerminalText.Plain(stream.Text))));
    }

    private static string Shown(CellOutput output) => output switch
    {
        StreamOutput { IsError: false } stream => TerminalText.Plain(stream.Text),
        DisplayOutput display => display.Content.Find(MimeTypes.PlainText) + "\n",
        ResultOutput result => result.Content.Find(MimeTypes.PlainText) + "\n",
        _ => "",
    };

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(TerminalText.Plain(value)));

    /// <summary>The text with what XML cannot hold — control characters, halves of surrogate pairs — replaced.</summary>
    private static string Clean(string text)
    {
        if (text.All(character => XmlConvert.IsXmlChar(character)))
        {
            return text;
        }

        return string.Create(text.Length, text, static (clean, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                clean[i] = isPair || XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD';
                if (isPair)
                {
                    clean[++i] = text[i];
                }
            }
        });
    }

    private static string Seconds(double seconds) => seconds.ToString("f3", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Name">The cell's number and heading.</param>
    /// <param name="Seconds">Its wall time.</param>
    /// <param name="Line">Its line in the notebook's file, or that of its failure.</param>
    /// <param name="Kind"><c>failure</c>, <c>error</c> or <c>skipped</c>; null for success.</param>
    /// <param name="Type">The failure's type.</param>
    /// <param name="Message">Its message.</param>
    /// <param name="Details">Message and frames.</param>
    /// <param name="Output">What the cell showed.</param>
    /// <param name="ErrorOutput">What it wrote to standard error.</param>
    private sealed record TestCase(string Name, double Seconds, int Line, string? Kind, string Type, string Message, string Details, string Output, string ErrorOutput);
}
