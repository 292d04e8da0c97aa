using System.Xml.Linq;

namespace Tandem.Notebooks.Tests;

public sealed class TexMathTests
{
    private static string Inner(string tex, bool display = false)
    {
        var math = XElement.Parse(TexMath.ToMathMl(tex, display)!);
        return string.Concat(math.Elements().Single().Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));
    }

    [Theory]
    [InlineData("x", "<mi>x</mi>")]
    [InlineData("8,192", "<mn>8,192</mn>")]
    [InlineData("a, b", "<mi>a</mi><mo>,</mo><mi>b</mi>")]
    [InlineData("u_i^2", "<msubsup><mi>u</mi><mrow><mi>i</mi></mrow><mrow><mn>2</mn></mrow></msubsup>")]
    [InlineData("\\frac{1}{n}", "<mfrac><mrow><mrow><mn>1</mn></mrow></mrow><mrow><mrow><mi>n</mi></mrow></mrow></mfrac>")]
    [InlineData("\\alpha \\le \\infty", "<mi>α</mi><mo>≤</mo><mi>∞</mi>")]
    [InlineData("\\text{if } x", "<mtext>if </mtext><mi>x</mi>")]
    [InlineData("\\mathbb{R}", "<mi>ℝ</mi>")]
    [InlineData("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>")]
    public void Usual_tex_becomes_mathml(string tex, string mathMl) => Assert.Equal(mathMl, Inner(tex));

    [Fact]
    public void Limits_stand_above_and_below_where_the_formula_is_displayed()
    {
        Assert.StartsWith("<munderover>", Inner("\\sum_{i=1}^{B} x_i", display: true));
        Assert.StartsWith("<msubsup>", Inner("\\sum_{i=1}^{B} x_i"));
    }

    [Theory]
    [InlineData("L = -\\sum_{i=1}^{B} \\log \\frac{e^{\\langle u_i, v_i\\rangle}}{\\sum_{j=1}^{B} e^{\\langle u_i, v_j\\rangle}}")]
    [InlineData("s_{ij} - \\log \\hat{q}_j, \\quad \\hat q_j = \\frac{n_j}{\\left( \\sum_k n_k \\right)}")]
    [InlineData("\\log 8192 \\approx 9.01")]
    [InlineData("\\mathrm{NDCG}\\text{@}k")]
    public void Formulas_of_recommenders_are_known(string tex) => Assert.NotNull(TexMath.ToMathMl(tex, display: true));

    [Theory]
    [InlineData("\\unknown{x}")]
    [InlineData("\\frac{1}")]
    [InlineData("{x")]
    [InlineData("x}")]
    [InlineData("x_i_j")]
    [InlineData("\\text{x")]
    [InlineData("\\")]
    [InlineData("\\left")]
    [InlineData("\\begin{matrix}a & b\\end{matrix}")]
    public void What_is_not_known_is_left_to_others(string tex) => Assert.Null(TexMath.ToMathMl(tex, display: true));
}
