namespace Tandem.Notebooks;

/// <summary>What a restore complains of.</summary>
/// <param name="Code">NuGet's code, such as NU1101.</param>
/// <param name="Package">The package at fault; empty when it is none.</param>
/// <param name="Message">NuGet's message.</param>
internal sealed record RestoreError(string Code, string Package, string Message)
{
    /// <summary>True when a source did not answer.</summary>
    public bool IsUnreachable => Code is "NU1301" or "NU1801";

    /// <summary>What is wrong and what to do, for the author of a notebook.</summary>
    /// <param name="sources">The places that were looked in.</param>
    public string Explain(IReadOnlyList<string> sources)
    {
        var places = sources.Count == 0 ? "any source, since none is configured" : string.Join(", ", sources);
        return Code switch
        {
            "NU1101" => $"there is no package '{Package}' in {places}; check its name, or add the place that has it: #i \"nuget:SOURCE\"",
            "NU1102" or "NU1103" => $"{OneLine(Message)}; ask for a version that is there",
            "NU1301" or "NU1801" => $"a source of packages cannot be reached ({OneLine(Message)}); packages that this machine has are found without it when their exact version is asked for",
            "NU1605" or "NU1608" or "NU1107" or "NU1106" => $"the packages of this session do not fit together ({OneLine(Message)}); what is loaded keeps its version: restart the session, and ask for these packages in one cell",
            "NU1202" or "NU1213" => $"{Package} is not for .NET {Environment.Version.Major} ({OneLine(Message)})",
            _ => Code.Length > 0 ? $"{Code}: {OneLine(Message)}" : OneLine(Message),
        };
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Replace("Warning As Error: ", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
