namespace Tandem.Notebooks;

/// <summary>What a session needs to know beside its cells.</summary>
public sealed record SessionOptions
{
    /// <summary>The notebook's file, named in failures; relative paths in directives are taken from its folder.</summary>
    public string File { get; init; } = "notebook.dib";

    /// <summary>Kernels that the notebook's cells can name beside the usual ones, as its metadata lists them. Default: none.</summary>
    public IReadOnlyList<KernelInfo> Kernels { get; init; } = [];

    /// <summary>Values that replace those of <c>#!set --name NAME --value DEFAULT</c>, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of output, as UTF-8, that a cell may make; a cell that makes more is stopped and fails. Default: 16 MiB.</summary>
    public long OutputLimit { get; init; } = 16 << 20;

    /// <summary>
    /// Asks the user for a line of text, for <c>Console.ReadLine()</c> and whatever else in a cell needs one; the token is cancelled when the cell is
    /// stopped. Default: null, nobody is there to ask, and a cell that asks fails.
    /// </summary>
    public Func<InputRequest, CancellationToken, Task<string>>? Input { get; init; }
}
