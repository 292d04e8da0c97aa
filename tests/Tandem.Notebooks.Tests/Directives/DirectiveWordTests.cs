namespace Tandem.Notebooks.Tests;

public sealed class DirectiveWordTests
{
    [Theory]
    [InlineData("#!set --name x --value 3", "#!set", "--name|x|--value|3")]
    [InlineData("#!set --value \"two words\" --name x", "#!set", "--value|two words|--name|x")]
    [InlineData("#!set --value \"say \\\"hi\\\"\"", "#!set", "--value|say \"hi\"")]
    [InlineData("#!set --value \"C:\\some\\folder\"", "#!set", "--value|C:\\some\\folder")]
    [InlineData("#!set --value {\"a\": [1, \"}\"]} --name x", "#!set", "--value|{\"a\": [1, \"}\"]}|--name|x")]
    [InlineData("#!set --value @csharp:words", "#!set", "--value|@csharp:words")]
    [InlineData("#!set --value @input", "#!set", "--value|@input")]
    [InlineData("#!set --value @input:\"Your name?\"", "#!set", "--value|@input:Your name?")]
    [InlineData("#!set --value @input:{\"prompt\": \"Your name?\"}", "#!set", "--value|@input:{\"prompt\": \"Your name?\"}")]
    [InlineData("#!set --value a@example.org", "#!set", "--value|a@example.org")]
    [InlineData("#!time // how long?", "#!time", "")]
    [InlineData("#!value --from-url https://example.org//a", "#!value", "--from-url|https://example.org//a")]
    [InlineData("#r \"nuget: A, 1.0\" // the newest", "#r", "nuget: A, 1.0")]
    [InlineData("  #r \"C:\\packages\\\" //c", "#r", "C:\\packages\\")]
    [InlineData("#i\"nuget:folder\"", "#i", "nuget:folder")]
    public void A_line_falls_into_words(string line, string name, string words)
    {
        var directive = Directive.Parse(line)!;
        Assert.Equal((name, words), (directive.Name, string.Join('|', directive.Words)));
        Assert.Null(directive.Problem);
    }

    [Theory]
    [InlineData("#region")]
    [InlineData("#if DEBUG")]
    [InlineData("var x = 1; #!time")]
    [InlineData("  #!time")]
    [InlineData("#rx")]
    public void Code_is_no_directive(string line) => Assert.Null(Directive.Parse(line));

    [Fact]
    public void Every_directive_tells_how_it_is_written_and_what_it_does()
    {
        Assert.All(DirectiveTable.All, directive =>
        {
            Assert.StartsWith(directive.Name, directive.Syntax.Usage);
            Assert.EndsWith(".", directive.Syntax.Summary);
            Assert.All(directive.Syntax.Options, option => Assert.Contains(option.Summary, directive.Syntax.Help()));
        });
        Assert.Equal(DirectiveTable.All.Count, DirectiveTable.All.Select(directive => directive.Name).Distinct().Count());
    }

    [Fact]
    public void What_was_meant_is_found_if_it_is_near()
    {
        Assert.Equal("#!time", Nearest.To("#!tiem", ["#!who", "#!time", "#!set"]));
        Assert.Null(Nearest.To("#!something", ["#!who", "#!time"]));
        Assert.Equal("", Nearest.Hint("x", []));
    }
}
