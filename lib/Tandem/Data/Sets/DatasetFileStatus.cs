namespace Tandem;

/// <summary>What a file in a data folder is, in comparison with the published one.</summary>
public enum DatasetFileStatus
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>The publisher's own, by its checksum.</summary>
    Published,

    /// <summary>Made of the published file, or cut from it, in a way that is known.</summary>
    Derived,

    /// <summary>Drawn at random in the shape of the published file.</summary>
    Simulated,

    /// <summary>No checksum of the published file is known, and its size and rows do not speak against it.</summary>
    Unchecked,

    /// <summary>Neither the published file nor a variant that is known: truncated, converted, edited, or another edition.</summary>
    Different,
}
