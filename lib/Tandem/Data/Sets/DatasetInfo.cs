namespace Tandem;

/// <summary>What one needs to know of a public data set before using it.</summary>
/// <param name="Name">The short name, also that of its folder in the data folder.</param>
/// <param name="Title">The full name.</param>
/// <param name="Url">Where to get it.</param>
/// <param name="License">Its terms in a few words.</param>
/// <param name="Redistribution">Whether copies may be passed on.</param>
/// <param name="Citation">How its authors want it cited.</param>
/// <param name="Files">Its files.</param>
public sealed record DatasetInfo(
    string Name, string Title, string Url, string License, string Redistribution, string Citation, IReadOnlyList<DatasetFile> Files);
