using Tandem.Tensors;

namespace Tandem.Notebooks;

/// <summary>A line of a notebook, or of a file that it imports.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">The 1-based line.</param>
/// <param name="Text">What it says.</param>
internal sealed record SourceLine(string File, int Number, string Text)
{
    /// <summary>Runs what the line asks for; what is wrong with that then is a failure of the line.</summary>
    /// <exception cref="DirectiveException">The line asks for what cannot be done.</exception>
    public async Task<T> BlameAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOfTheLine(failure))
        {
            throw Failure(failure);
        }
    }

    /// <inheritdoc cref="BlameAsync"/>
    public void Blame(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (IsOfTheLine(failure))
        {
            throw Failure(failure);
        }
    }

    private static bool IsOfTheLine(Exception failure) =>
        failure is ArgumentException or DeviceUnavailableException or IOException or UnauthorizedAccessException or HttpRequestException or NotSupportedException or System.Text.Json.JsonException;

    private DirectiveException Failure(Exception failure) => new(File, Number, Text, failure.Message);
}
