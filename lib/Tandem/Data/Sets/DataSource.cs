namespace Tandem;

/// <summary>Where a data set's rows come from.</summary>
public sealed class DataSource
{
    private readonly DatasetFolder? _files;

    internal DataSource(DatasetInfo dataset, string? folder = null)
    {
        Dataset = dataset;
        if (folder is not null)
        {
            Folder = Path.GetFullPath(folder);
            _files = new DatasetFolder(dataset, folder);
        }
    }

    /// <summary>The data set: its publisher, licence and citation.</summary>
    public DatasetInfo Dataset { get; }

    /// <summary>The data folder; null for the sample that the library generates.</summary>
    public string? Folder { get; }

    /// <summary>Whether the rows are invented by the library.</summary>
    public bool IsSample => _files is null;

    /// <summary>
    /// What the rows are – the publisher's own, derived, simulated, unknown, or generated here –, in sentences for the reader of a notebook. Compares the
    /// files' checksums with those of the catalogue, so it reads every file.
    /// </summary>
    public string Provenance => _files is not null
        ? _files.Provenance()
        : $"They are invented: get the real data ({Dataset.Url}) with `tandem data get {Dataset.Name}`, or set {Datasets.FolderVariable} to a folder that has {Dataset.Directory}/.";

    internal DatasetFolder Files => _files ?? throw new InvalidOperationException($"The sample of {Dataset.Title} has no files.");

    internal string Describe(string size) => IsSample
        ? $"Generated sample in the shape of {Dataset.Title}: {size}. {Provenance}"
        : $"{Dataset.Title} from {Folder}: {size}. {Provenance}";
}
