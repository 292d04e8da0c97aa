namespace Tandem.Tests.Display;

public sealed class ComparisonTests
{
    private static readonly DataSource _sample = Datasets.MovieLensSample().Source;

    [Fact]
    public void Figures_stand_side_by_side_and_what_is_missing_is_a_dash()
    {
        var text = new Comparison("Top-100 accuracy", _sample).Add("two towers", published: 0.2056, tandem: 0.15151).Add("seconds", tandem: 12.345).ToString();

        Assert.Equal(
            """
            Top-100 accuracy
                        published  Tandem
            two towers     0.2056  0.1515
               seconds          –   12.35
            What others give is for MovieLens 1M; this run used the generated sample.
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Errors_of_stars_keep_three_places_and_large_numbers_none()
    {
        var text = new Comparison("RMSE", _sample).Add("towers", published: 1.2214, tandem: 1.2315).Add("rows", tandem: 31286).ToString();

        Assert.Contains("1.221", text);
        Assert.Contains("1.232", text);
        Assert.Contains("31,286", text);
    }

    [Fact]
    public void Without_figures_of_others_nothing_is_said_of_them() =>
        Assert.DoesNotContain("others", new Comparison("Top-100 accuracy", _sample).Add("two towers", tandem: 0.15, putRight: 0.26).ToString());

    [Fact]
    public void A_notebook_shows_a_table_under_the_title()
    {
        var html = Formatted.As("text/html", new Comparison("A < B", _sample).Add("x", tfrs: 1234.5, putRight: -0.25));

        Assert.StartsWith("<p><b>A &lt; B</b></p><table>", html);
        Assert.Contains("<th>TFRS today</th><th>Tandem, put right</th>", html);
        Assert.Contains("<td>x</td><td>1,234</td><td>-0.2500</td>", html);
        Assert.EndsWith("<p><small>What others give is for MovieLens 1M; this run used the generated sample.</small></p>", html);
    }
}
