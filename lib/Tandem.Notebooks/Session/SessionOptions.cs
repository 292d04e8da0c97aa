namespace Tandem.Notebooks;

/// <summary>What a session needs to know beside its cells.</summary>
public sealed record SessionOptions
{
    /// <summary>The notebook's file, named in failures; relative paths in directives are taken from its folder.</summary>
    public string File { get; init; } = "notebook.dib";

    /// <summary>Values that replace those of <c>#!set --name NAME --value DEFAULT</c>, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
