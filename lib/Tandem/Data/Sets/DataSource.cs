namespace Tandem;

/// <summary>Where a data set's rows come from.</summary>
/// <param name="Folder">The folder with the real files; null for a sample that the library invents.</param>
public sealed record DataSource(string? Folder)
{
    /// <summary>A sample that the library invents.</summary>
    public static DataSource Sample { get; } = new((string?)null);

    /// <summary>Whether the rows are invented.</summary>
    public bool IsSample => Folder is null;
}
