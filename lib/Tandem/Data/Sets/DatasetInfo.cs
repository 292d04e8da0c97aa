namespace Tandem;

/// <summary>What one needs to know of a public data set before using it.</summary>
/// <param name="Name">The short name, also that of its folder in the data folder.</param>
/// <param name="Title">The full name.</param>
/// <param name="Url">Where to get it.</param>
/// <param name="License">Its terms in a few words.</param>
/// <param name="Redistribution">Whether copies may be passed on.</param>
/// <param name="Citation">How its authors want it cited.</param>
/// <param name="Files">Its files.</param>
/// <param name="Downloads">What to download to have all files; empty when the publisher gives it to registered users only.</param>
public sealed record DatasetInfo(
    string Name,
    string Title,
    string Url,
    string License,
    string Redistribution,
    string Citation,
    IReadOnlyList<DatasetFile> Files,
    IReadOnlyList<DatasetDownload> Downloads)
{
    /// <summary>The name of the folder in the data folder that has the files.</summary>
    internal string Directory => Files[0].Path.Split('/')[0];
}
