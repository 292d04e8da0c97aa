namespace Tandem.Cli;

/// <summary>What the commands for data sets have in common.</summary>
internal static class DataWork
{
    /// <summary>The data set of a name.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static DatasetInfo Find(string name) => Datasets.All.FirstOrDefault(info => info.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new CommandException(
            ExitCode.BadUsage, $"{name}: no data set of this name is known.{NameSuggestion.For(name, Datasets.All.Select(info => info.Name).ToArray())} 'tandem data list' lists them.");

    /// <summary>Does something; what fails is told, and gives the exit code.</summary>
    public static async Task<ExitCode> TryAsync(Func<CancellationToken, Task<ExitCode>> work)
    {
        using var interruption = new Interruption();
        try
        {
            return await work(interruption.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return DocumentWork.Complain(ExitCode.Interrupted, "interrupted; what was downloaded is kept, and the same command goes on from there.");
        }
        catch (CommandException failure)
        {
            return DocumentWork.Complain(failure.Code, failure.Message);
        }
        catch (DatasetException failure)
        {
            return DocumentWork.Complain(ExitCode.NotReceived, failure.Message);
        }
        catch (Exception failure) when (failure is InvalidDataException or ArgumentException)
        {
            return DocumentWork.Complain(ExitCode.BadFile, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return DocumentWork.Complain(ExitCode.NotWritten, $"{failure.Message.TrimEnd('.')}. Check the permissions and the space on the disk; what was downloaded is kept.");
        }
    }
}
