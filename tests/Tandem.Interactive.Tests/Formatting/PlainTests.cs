using Microsoft.DotNet.Interactive.Formatting;
namespace Tandem.Interactive.Tests.Formatting;
public sealed class PlainTests
{
    [Fact]
    public async Task Explore()
    {
        using var notebook = await Notebook.OpenAsync();
        foreach (var code in (string[])["using Tandem; using Tandem.Tensors;", "var t = Table.FromColumns(Column.Of(\"id\", (string[])[\"a\", \"b\"])); t", "new[] { Plots.Bars(\"x\", [(\"a\", 1.0)]), Plots.Bars(\"y\", [(\"a\", 1.0)]) }", "Plots.Bars(\"x\", [(\"a\", 1.0)])", "(t, 3)", "new { Table = t, N = 1 }", "new List<Table> { t, t }", "new Dictionary<string, Table> { [\"a\"] = t }", "display(t);", "t.Display(\"text/plain\")", "#!tandem", "#!tandem --device wrong", "#!tandem --data /nowhere", "#!tandem --devize cpu", "#!tandem --device cuda", "Plots.Bars(\"x\", [(\"a\", 1.0)]).Display(\"application/vnd.plotly.v1+json\")", "new MetricValues([new(\"loss\", 0.5)])", "Tensor.From(1f,2f)", "new[] { Tensor.From(1f,2f) }",
            "class M(Tower a) : Model { protected override Tensor ComputeLoss(Batch batch, bool training) => 2f * a.Embed(batch).ToTensor().Sum(); }\nvar m = new M(Tower.Of(Feature.Id(\"id\", t[\"id\"], 4))); m",
            "m.Compile(new Adagrad(0.1f)); m.Fit(t, epochs: 3)", "m.Evaluate(t)", "t[\"id\"]"])
        {
            var events = await notebook.TryAsync(code);
            Console.Error.WriteLine("=== " + code);
            foreach (var e in events)
            {
                Console.Error.WriteLine($"{e.GetType().Name} {(e is Microsoft.DotNet.Interactive.Events.CommandFailed f ? f.Message : "")} {(e is Microsoft.DotNet.Interactive.Events.DisplayEvent d ? string.Join("|", d.FormattedValues.Select(v => v.MimeType + ": " + (v.Value.Length > 600 ? v.Value[..600] : v.Value))) : "")}");
            }
        }
    }
}
