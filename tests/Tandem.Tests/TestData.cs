namespace Tandem.Tests;

/// <summary>The real data sets, in the folder that TANDEM_DATA names; tests that need them are skipped where they are absent.</summary>
internal static class TestData
{
    /// <summary>The folder.</summary>
    public static string Folder => SkippableFolder.Require("TANDEM_DATA", "shared", "data");

    /// <summary>The path of a file; skips the calling test when it is absent.</summary>
    public static string File(params string[] path)
    {
        var file = Path.Combine([Folder, .. path]);
        Needs.That(System.IO.File.Exists(file), $"There is no file {file}.");
        return file;
    }
}
