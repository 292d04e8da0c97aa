namespace Tandem.Notebooks.Tests;

public sealed class CodeCompletenessTests
{
    [Theory]
    [InlineData("1 + 1")]
    [InlineData("Console.WriteLine(1);")]
    [InlineData("int Twice(int x) { return x * 2; }")]
    [InlineData("var x = 1;\nx")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("#!time\n1 + 1")]
    [InlineData("#r \"nuget: Tandem\"")]
    [InlineData("using System.Text;")]
    [InlineData("// a remark")]
    [InlineData("")]
    public void What_can_be_run_is_complete(string code) => Assert.Equal(new CodeCompleteness("complete", null), CodeCompleteness.Judge(code));

    [Theory]
    [InlineData("Console.WriteLine(", "    ")]
    [InlineData("class A\n{\n    void F()\n    {", "        ")]
    [InlineData("var x =", "")]
    [InlineData("1 +", "")]
    [InlineData("/* begun", "")]
    [InlineData("var text = \"\"\"\nbegun", "")]
    [InlineData("foreach (var x in xs)", "")]
    public void What_needs_another_line_is_incomplete_and_says_how_far_to_indent(string code, string indent) =>
        Assert.Equal(new CodeCompleteness("incomplete", indent), CodeCompleteness.Judge(code));

    [Theory]
    [InlineData("int = 7q;")]
    [InlineData("class 3 { }")]
    [InlineData(")")]
    public void What_no_further_line_can_mend_is_invalid(string code) => Assert.Equal(new CodeCompleteness("invalid", null), CodeCompleteness.Judge(code));
}
