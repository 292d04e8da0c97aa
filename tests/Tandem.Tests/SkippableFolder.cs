namespace Tandem.Tests;

/// <summary>A folder outside the repository that some tests need: a test whose folder is absent is skipped with the reason.</summary>
internal static class SkippableFolder
{
    /// <summary>The folder an environment variable names, else one beside the repository; skips the calling test when there is neither.</summary>
    public static string Require(string variable, params string[] besideRepository)
    {
        var named = Environment.GetEnvironmentVariable(variable);
        var folder = string.IsNullOrEmpty(named) ? Path.Combine([RepositoryRoot(), "..", .. besideRepository]) : named;
        Needs.That(Directory.Exists(folder), $"There is no folder {Path.GetFullPath(folder)}: set {variable} to the one to use.");
        return Path.GetFullPath(folder);
    }

    /// <summary>The folder of the solution.</summary>
    public static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Tandem.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run from within the repository.");
        }

        return folder;
    }
}
