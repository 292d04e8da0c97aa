namespace Tandem.Notebooks.Tests;

public sealed class ValueSharingTests
{
    [Fact]
    public async Task A_value_cell_hands_its_text_to_csharp()
    {
        using var session = new SessionHarness();
        Assert.True((await session.Run("#!value --name notes\nline one\n#!shebang is text\nline \"three\"", "value")).Succeeded);
        await session.RunAll("#!share --from value notes\nnotes", "#!set --name copy --value @value:notes\ncopy.Length");
        Assert.Equal(["line one\n#!shebang is text\nline \"three\"", "39"], session.Shown);
    }

    [Theory]
    [InlineData("{\"a\": [1, 2]}", "data.RootElement.GetProperty(\"a\").GetArrayLength()", "2")]
    [InlineData("3", "data + 0.5", "3.5")]
    [InlineData("3", "data.GetType().Name", "Int64")]
    [InlineData("9007199254740993", "data.ToString() + data.GetType().Name", "9007199254740993Int64")]
    [InlineData("-9223372036854775808", "data", "-9223372036854775808")]
    [InlineData("18446744073709551615", "data.ToString()", "18446744073709551615")]
    [InlineData("12345678901234567890123", "(data + 1).ToString()", "12345678901234567890124")]
    [InlineData("0.1234567890123456789", "data.ToString()", "0.1234567890123456789")]
    [InlineData("0.30000000000000004", "data == 0.1 + 0.2", "true")]
    [InlineData("1.5e300", "data > 1e300", "true")]
    [InlineData("-0", "double.IsNegative(data)", "true")]
    [InlineData("true", "!data", "false")]
    [InlineData("\"text\"", "data.Length", "4")]
    public async Task Json_arrives_as_what_it_is(string json, string expression, string shown)
    {
        using var session = new SessionHarness();
        await session.RunAll($"#!value --name data --mime-type application/json\n{json}\n#!csharp\n#!share data --from value\n{expression}");
        Assert.Equal([json, shown], session.Shown);
    }

    [Fact]
    public async Task A_script_gets_csharp_values_as_json_before_its_text()
    {
        using var session = new SessionHarness();
        await session.RunAll("var scores = new[] { 1.5, 2 }; var text = \"</script>\";");
        Assert.True((await session.Run("#!share --from csharp scores --as s\n#!set --name t --value @csharp:text\n#!set --name n --value 7\nconsole.log(s, t, n);", "javascript")).Succeeded);
        var script = ((DisplayOutput)session.Outputs[^1]).Content.Find(MimeTypes.JavaScript)!;
        Assert.StartsWith("globalThis[\"s\"] = [1.5,2];\nglobalThis[\"t\"] = ", script);
        Assert.Contains("globalThis[\"n\"] = 7;", script);
        Assert.EndsWith("\nconsole.log(s, t, n);", script);
        Assert.DoesNotContain("</script>", script);
    }

    [Fact]
    public async Task Csharp_shares_with_itself_by_reference_or_in_a_form()
    {
        using var session = new SessionHarness();
        await session.RunAll("var list = new List<int> { 1 };", "#!set --name other --value @csharp:list --byref\nother.Add(2); list.Count", "#!share --from csharp list --as json --mime-type application/json\njson.RootElement.GetArrayLength()");
        Assert.Equal(["2", "2"], session.Shown);
    }

    [Theory]
    [InlineData("#!share --from value nothing", "there is no value 'nothing'")]
    [InlineData("#!share --from csharp scors", "there is no C# variable 'scors'; did you mean scores?")]
    [InlineData("#!share --from javascript x", "no value can come from javascript")]
    [InlineData("#!share --from fsharp x", "no value can come from 'fsharp'")]
    [InlineData("#!share x", "#!share needs --from")]
    [InlineData("#!share --from", "needs a value after --from")]
    [InlineData("#!share --from csharp scores --as 3x", "'3x' is not a variable's name")]
    [InlineData("#!set --name class --value 3", "'class' is not a variable's name")]
    [InlineData("#!set --name x --value @csharp:nothing", "there is no C# variable 'nothing'")]
    [InlineData("#!set --name x --value 3 --byref", "--byref")]
    [InlineData("#!set --name x --value \"3", "the quotes are not closed")]
    [InlineData("#!set --name x --nmae y --value 3", "has no option --nmae; did you mean --name?")]
    [InlineData("#!set --name x --value 3 4", "has no place for '4'")]
    [InlineData("#!set --name x --name y --value 3", "was given --name twice")]
    [InlineData("#!tiem", "did you mean #!time?")]
    public async Task What_cannot_be_handed_over_fails_at_its_line(string line, string message)
    {
        using var session = new SessionHarness();
        await session.RunAll("var scores = 1;");
        var failure = (await session.Run($"\n{line}")).Failure!;
        Assert.Equal((3, line), (failure.Line, failure.SourceLine));
        Assert.Contains(message, failure.Message);
    }

    [Fact]
    public async Task A_value_that_json_has_no_form_for_is_named()
    {
        using var session = new SessionHarness();
        await session.RunAll("Action act = () => { };");
        Assert.Contains("the value of act, a Action, cannot be written as JSON", (await session.Run("#!share --from csharp act\nact();", "javascript")).Failure!.Message);
    }

    [Theory]
    [InlineData("just text", "begins with a line that names the value")]
    [InlineData("#!value --from-file x.txt", "needs --name")]
    [InlineData("#!value --name a --from-file nowhere.txt", "nowhere.txt")]
    [InlineData("#!value --name a --from-file x.txt\ntext", "cannot go together")]
    [InlineData("#!value --name a --from-file x.txt --from-url http://localhost", "cannot go together")]
    [InlineData("#!value --name a --mime-type application/json\n{", "the value a is not JSON")]
    [InlineData("#!value --name a --from-url nowhere", "'nowhere' is not an address")]
    public async Task A_value_cell_that_cannot_be_stored_fails(string cell, string message)
    {
        using var session = new SessionHarness();
        Assert.Contains(message, (await session.Run(cell, "value")).Failure!.Message);
    }

    [Fact]
    public async Task A_value_comes_from_a_file_beside_the_notebook()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data.txt", "from the file");
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        await session.RunAll("#!value --name data --from-file data.txt\n#!csharp\n#!share --from value data\ndata");
        Assert.Equal(["from the file"], session.Shown);
    }

    [Fact]
    public async Task Questions_are_answered_by_the_reader_or_by_a_parameter_and_fail_without_either()
    {
        var asked = new List<InputRequest>();
        using var session = new SessionHarness(new SessionOptions
        {
            File = "test.dib",
            Input = (request, _) =>
            {
                asked.Add(request);
                return Task.FromResult("42 \"x\"");
            },
            Parameters = new Dictionary<string, string> { ["given"] = "by parameter" },
        });
        await session.RunAll("#!set --name a --value @input:\"A?\"\n#!set --name b --value @password:{\"prompt\": \"B?\"}\n#!set --name given --value @input\na + b + given");
        Assert.Equal(["42 \"x\"42 \"x\"by parameter"], session.Shown);
        Assert.Equal([new InputRequest("A?"), new InputRequest("B?", IsPassword: true)], asked);
        using var alone = new SessionHarness();
        Assert.Contains("--param", (await alone.Run("#!set --name a --value @input:\"A?\"")).Failure!.Message);
    }
}
