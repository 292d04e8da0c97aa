namespace Tandem.Cli;

/// <summary>Writing files, with failures that tell what cannot be written and why.</summary>
internal static class Files
{
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(string path, Action<string> write)
    {
        try
        {
            write(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.NotWritten, $"{path}: cannot be written: {failure.Message}");
        }
    }

    /// <summary>Makes a folder if need be, and makes sure that files can be written there: better told before a long run than after it.</summary>
    /// <exception cref="CommandException">They cannot.</exception>
    public static void CheckFolder(string path)
    {
        if (File.Exists(path))
        {
            throw new CommandException(ExitCode.NotWritten, $"{path}: this is a file; give a folder for the results.");
        }

        Write(path, AtomicFile.RequireWritable);
    }
}
