namespace Tandem.Benchmarks;

/// <summary>The command <c>compare</c>.</summary>
internal static class CompareCommand
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit code: 0, 1 when the data cannot be read, or 2 when the command line is wrong.</returns>
    public static int Run(string[] arguments)
    {
        try
        {
            Comparisons.Run(CompareOptions.Parse(arguments));
            return 0;
        }
        catch (UsageException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
