namespace Tandem.Notebooks;

/// <summary>
/// A program that hosts a notebook's cells in a process of its own: given these arguments and the name of a pipe, it calls
/// <see cref="IsolatedHost.RunAsync"/> with that name.
/// </summary>
/// <param name="FileName">The program's file.</param>
/// <param name="Arguments">The arguments before the pipe's name.</param>
public sealed record HostProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables beside those of this process. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
