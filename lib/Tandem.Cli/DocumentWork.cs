using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>What the commands for notebook files have in common.</summary>
internal static class DocumentWork
{
    /// <summary>Does something to a file; what fails is told, and gives the exit code.</summary>
    /// <param name="work">What to do.</param>
    public static ExitCode Try(Func<ExitCode> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or NotebookFormatException)
        {
            return Complain(ExitCode.BadFile, failure.Message);
        }
        catch (InvalidOperationException failure)
        {
            return Complain(ExitCode.BadFile, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Complain(ExitCode.NotWritten, $"{failure.Message} Nothing was changed; check the permissions and the space on the disk.");
        }
    }

    public static ExitCode Complain(ExitCode code, string message)
    {
        Console.Error.WriteLine($"tandem: {message}");
        return code;
    }

    /// <summary>Tells what writing a notebook mended of it.</summary>
    public static void Tell(string file, IEnumerable<string> repairs)
    {
        foreach (var repair in repairs)
        {
            Console.Error.WriteLine($"{file}: {repair}.");
        }
    }

    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
