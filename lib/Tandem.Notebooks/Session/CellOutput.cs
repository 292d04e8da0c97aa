namespace Tandem.Notebooks;

/// <summary>Something that a running cell shows.</summary>
public abstract record CellOutput;
