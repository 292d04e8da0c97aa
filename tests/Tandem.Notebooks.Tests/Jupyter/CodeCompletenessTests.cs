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
    [InlineData("/* a\nremark */")]
    [InlineData("var text = \"\"\"\n{\n\"\"\";")]
    [InlineData("var text = @\"two\nlines {\";")]
    [InlineData("xs\n  .Select(x => x)\n  .ToList()")]
    [InlineData("#!html\n<p>{</p>")]
    [InlineData("var x = 1;\n#!markdown\n(see *there*")]
    public void What_can_be_run_is_complete(string code) => Assert.Equal(new CodeCompleteness("complete", null), CodeCompleteness.Judge(code));

    [Theory]
    [InlineData("Console.WriteLine(", "    ")]
    [InlineData("class A\n{\n    void F()\n    {", "        ")]
    [InlineData("var x =", "")]
    [InlineData("1 +", "")]
    [InlineData("/* begun", "")]
    [InlineData("var text = @\"begun", "")]
    [InlineData("xs.", "")]
    [InlineData("a ? b :", "")]
    [InlineData("Func<int, int> f = x =>", "")]
    [InlineData("new List<int> { 1,", "    ")]
    [InlineData("#!time\nfor (;;) {", "    ")]
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
