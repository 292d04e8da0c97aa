using System.Reflection;
using Tandem.Tensors;

namespace Tandem.Tests.Display;

/// <summary>What notebooks show of the library's types, called as they call it: by name.</summary>
public class NotebookDisplayTests
{
    private static readonly Column _ids = Column.Of("id", (string[])["a", "b"]);

    public static TheoryData<object, string, string> Shown => new()
    {
        { _ids, "<th>id<br><small>string</small></th>", "2 rows × 1 column" },
        { Tower.Of(Feature.Id("id", _ids, 4)), "<td>id/embedding</td><td>[3, 4]</td><td>12</td>", "id tower: 12 numbers to train" },
        { new Retrieval(), "<p>Retrieval: nothing to train</p>", "Retrieval: nothing to train" },
        { new Doubling(Tower.Of(Feature.Id("id", _ids, 4))), "<p>Doubling: 12 numbers to train</p>", "[3, 4]" },
        { new Adagrad(0.1f), "<pre>Adagrad(learning rate 0.1", "Adagrad(learning rate 0.1" },
        { new Popularity(_ids), "<pre>Popularity: 2 candidates</pre>", "Popularity: 2 candidates" },
        { Tensor.From(1f, 2f), $"<pre>Tensor [2] on {Device.Current.Name}", "1, 2" },
        { new Shape(2, 3), "<pre>[2, 3]</pre>", "[2, 3]" },
        { new MetricValues([new("<top>", 0.25)]), "<td>&lt;top&gt;</td><td>0.25</td>", "<top>  0.25" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void The_librarys_types_show_what_they_are_and_not_what_they_are_made_of(object value, string html, string text)
    {
        Assert.Contains(html, Formatted.As("text/html", value));
        Assert.Contains(text, Formatted.As("text/plain", value));
    }

    [Fact]
    public void What_has_no_json_number_is_in_the_table_of_metrics_and_not_among_the_numbers_handed_on()
    {
        var values = new MetricValues([new("good", 0.5), new("bad", double.NaN)]);
        Assert.Contains("<td>NaN</td>", Formatted.As("text/html", values));
        Assert.Equal("{\"good\":0.5}", Formatted.As("application/vnd.tandem.metrics+json", values));
    }

    [Fact]
    public void The_name_of_a_metric_is_checked() => Assert.Throws<ArgumentException>(() => new MetricValues([new(" ", 1)]));

    [Fact]
    public void A_figures_html_is_the_same_each_time_says_what_it_is_without_a_script_and_cannot_be_left_by_its_data()
    {
        var figure = Plots.Bars("</script><b>", [("<!--<script>", 1.0)]);
        var html = Formatted.As("text/html", figure);
        Assert.Equal(html, Formatted.As("text/html", figure));
        Assert.Contains("<p>Figure &quot;&lt;/script&gt;&lt;b&gt;&quot; (1 trace)</p>", html);
        Assert.Equal(2, html.Split("</script>").Length - 1);
        Assert.DoesNotContain("<!--", html);
    }

    [Fact]
    public void Formatters_have_what_dotnet_interactive_looks_for()
    {
        var attribute = typeof(Table).GetCustomAttributes(true).Single(candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        var create = source.GetMethod("CreateTypeFormatters", BindingFlags.Instance | BindingFlags.Public)!;
        foreach (var formatter in (IEnumerable<object>)create.Invoke(Activator.CreateInstance(source), null)!)
        {
            Assert.IsType<string>(formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
            // It looks the method up by its name alone: there must be one.
            Assert.Equal([typeof(object), typeof(TextWriter)], formatter.GetType().GetMethod("Format")!.GetParameters().Select(parameter => parameter.ParameterType));
        }
    }

    private sealed class Doubling(Tower tower) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) => 2f * tower.Embed(batch).ToTensor();
    }
}
