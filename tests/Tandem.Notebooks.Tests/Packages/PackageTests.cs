using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks.Tests;

public sealed class PackageTests
{
    [Fact]
    public async Task Packages_are_restored_with_what_they_need_and_the_second_time_without_a_restore()
    {
        using var feed = new LocalFeed();
        var low = "namespace LowTest { public static class Low { public static int Seven => 7; } }";
        feed.Add("LowTest", "1.0.0", low);
        feed.Add("LowTest", "1.2.0", low);
        feed.Add("LowTest", "2.0.0", low);
        feed.Add("HighTest", "3.1.0", "namespace HighTest { public static class High { public static int Eight => LowTest.Low.Seven + 1; } }", "<dependency id=\"LowTest\" version=\"1.0.0\" />", "more", MetadataReference.CreateFromImage(LocalFeed.Compile("LowTest", low)));

        var cell = "#i \"nuget:more\"\n#r \"nuget: HighTest, 3.1.0\"\n#r \"nuget: LowTest, 1.*\"\nusing HighTest;\n(High.Eight, LowTest.Low.Seven)";
        using (var session = new SessionHarness(feed.Options))
        {
            await session.RunAll(cell, "HighTest.High.Eight", "#r \"nuget: LowTest\"\nLowTest.Low.Seven");
            Assert.Equal(["Restoring HighTest 3.1.0, LowTest 1.* …", "Installed package HighTest, version 3.1.0\nInstalled package LowTest, version 1.2.0", "(8, 7)", "8", "Installed package LowTest, version 1.2.0", "7"], session.Shown);
            var failure = (await session.Run("var x = 1;\n#r \"nuget: LowTest, 2.0.0\"")).Failure!;
            Assert.Contains("this session has loaded version 1.2.0", failure.Message);
            Assert.Equal("#r \"nuget: LowTest, 2.0.0\"", failure.SourceLine);
        }

        using var again = new SessionHarness(feed.Options);
        await again.RunAll(cell);
        Assert.Equal(["Installed package HighTest, version 3.1.0\nInstalled package LowTest, version 1.2.0", "(8, 7)"], again.Shown);
    }

    [Fact]
    public async Task The_environment_may_name_more_places_to_look_for_packages_in()
    {
        using var feed = new LocalFeed();
        feed.Add("ElsewhereTest", "1.0.0", "public static class Elsewhere { public static int Nine => 9; }", feed: "more");
        const string variable = "RestoreAdditionalProjectSources";
        Environment.SetEnvironmentVariable(variable, Path.Combine(Path.GetDirectoryName(feed.Options.File)!, "more"));
        try
        {
            using var session = new SessionHarness(feed.Options);
            await session.RunAll("#r \"nuget: ElsewhereTest\"\nElsewhere.Nine");
            Assert.Equal("9", session.Shown[^1]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task What_a_package_does_before_a_build_is_done_and_where_it_fails_the_package_says_why()
    {
        using var feed = new LocalFeed();
        var code = "public static class Stitched { public static bool IsDone => System.IO.File.Exists(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(Stitched).Assembly.Location)!, \"done\")); }";
        feed.Add("StitchedTest", "1.0.0", code, targets: """
            <Project><Target Name="Stitch" BeforeTargets="PrepareForBuild"><Touch Files="$(MSBuildThisFileDirectory)../../lib/net8.0/done" AlwaysCreate="true" /></Target></Project>
            """);
        feed.Add("BrokenTest", "1.0.0", "public class Broken { }", targets: """
            <Project><Target Name="Break" BeforeTargets="PrepareForBuild"><Error Text="One libtorch is enough." /></Target></Project>
            """);
        using var session = new SessionHarness(feed.Options);
        await session.RunAll("#r \"nuget: StitchedTest\"\nStitched.IsDone");
        Assert.Equal("true", session.Shown[^1]);
        Assert.Contains("One libtorch is enough.", (await session.Run("#r \"nuget: BrokenTest\"")).Failure!.Message);
    }

    [Fact]
    public async Task A_package_or_a_version_that_is_not_there_is_named_and_the_session_lives_on()
    {
        using var feed = new LocalFeed();
        feed.Add("LowTest", "1.0.0", "public class Low { }");
        using var session = new SessionHarness(feed.Options);
        var failure = (await session.Run("var a = 1;\n#r \"nuget: NoSuchTest\"\na")).Failure!;
        Assert.Contains("there is no package 'NoSuchTest' in ", failure.Message);
        Assert.Equal((2, "#r \"nuget: NoSuchTest\""), (failure.Line, failure.SourceLine));
        failure = (await session.Run("#r \"nuget: LowTest, 9.0.0\"")).Failure!;
        Assert.Contains("LowTest", failure.Message);
        Assert.Contains("1.0.0", failure.Message);
        await session.RunAll("1 + 1");
    }

    [Theory]
    [InlineData("#r \"nuget:\"", "'' is not a package's name")]
    [InlineData("#r \"nuget: two words\"", "'two words' is not a package's name")]
    [InlineData("#r \"nuget: LowTest, one\"", "'one' is not a version of LowTest")]
    [InlineData("#r \"nuget: LowTest, 1.0, 2.0\"", "is not a version of LowTest")]
    [InlineData("#r \"nuget: CsvHelper, 999.0.0\"", "this program runs with its own CsvHelper")]
    [InlineData("#r nuget:A B", "has no place for 'B'")]
    [InlineData("#i \"nuget:nowhere\"", "there is no folder")]
    [InlineData("#i \"nuget:\"", "names a place for packages")]
    [InlineData("#i \"ftp\"", "names a place for packages")]
    [InlineData("#i \"nuget:ftp://example.org\"", "neither a folder nor an address")]
    public async Task A_malformed_request_fails_without_a_restore(string line, string message)
    {
        using var session = new SessionHarness();
        var failure = (await session.Run($"\n{line}")).Failure!;
        Assert.Equal((2, line), (failure.Line, failure.SourceLine));
        Assert.Contains(message, failure.Message);
    }

    [Fact]
    public async Task A_package_that_is_never_reached_is_not_restored()
    {
        using var feed = new LocalFeed();
        using var session = new SessionHarness(feed.Options);
        var failure = (await session.Run("throw new Exception(\"before\");\n#!time\n#!import nowhere.dib")).Failure!;
        Assert.Contains("nowhere.dib", failure.Message);
        failure = (await session.Run("throw new Exception(\"before\");\n#!who\n#r \"nuget: NoSuchTest\"")).Failure!;
        Assert.Equal("before", failure.Message);
    }
}
