namespace Tandem;

/// <summary>What is written into files as it is, and read back into an object of the same making rather than made again.</summary>
internal interface ISaved
{
    /// <summary>What the manifest calls it.</summary>
    string SavedKind { get; }

    /// <summary>Writes it.</summary>
    void Save(StateWriter state);
}
