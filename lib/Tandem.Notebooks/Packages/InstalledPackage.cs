namespace Tandem.Notebooks;

/// <summary>A package on this machine's disk.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Assemblies">Paths of the assemblies that this platform runs.</param>
/// <param name="Natives">Paths of the native libraries for this platform.</param>
internal sealed record InstalledPackage(string Id, string Version, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Natives);
