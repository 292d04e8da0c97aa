namespace Tandem.Notebooks;

/// <summary>Packages cannot be had.</summary>
internal sealed class PackageException(string package, string message) : Exception(message)
{
    /// <summary>The package at fault; empty when it is none.</summary>
    public string Package => package;

    /// <summary>True when a source of packages did not answer.</summary>
    public bool IsUnreachable { get; init; }
}
