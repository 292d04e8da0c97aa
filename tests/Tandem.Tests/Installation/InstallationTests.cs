using Tandem.Tensors;
using Tandem.Tests.Display;

namespace Tandem.Tests;

/// <summary>What a notebook tells of the machine it runs on, and how it is changed.</summary>
[Collection(nameof(AloneCollection))]
public sealed class InstallationTests : IDisposable
{
    private readonly IDevice _device = Device.Current;
    private readonly string? _named = Environment.GetEnvironmentVariable(Datasets.FolderVariable);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose()
    {
        Device.Use(_device);
        Environment.SetEnvironmentVariable(Datasets.FolderVariable, _named);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void It_tells_device_data_versions_and_what_the_host_adds()
    {
        var facts = Installation.Current(KeyValuePair.Create("Host", "of <cells>"));

        Assert.Equal(["Device", "Data folder", "Data sets", "Tandem", ".NET", "Host"], facts.Facts.Select(fact => fact.Key).Where(name => name != "TorchSharp"));
        Assert.Contains($"Device: {_device.Name}", Formatted.As("text/plain", facts));
        Assert.Contains("<tr><th>Host</th><td>of &lt;cells&gt;</td></tr>", Formatted.As("text/html", facts));
    }

    [Fact]
    public void Of_a_named_folder_it_tells_which_data_sets_are_there_whole_or_in_part()
    {
        Create("ml-1m/ratings.dat", "ml-1m/movies.dat", "ml-1m/users.dat", "olist/olist_orders_dataset.csv");
        Installation.Choose(device: null, _folder.FullName);

        var facts = Installation.Current().Facts.ToDictionary();

        Assert.Equal($"{_folder.FullName} (named by {Datasets.FolderVariable})", facts["Data folder"]);
        Assert.StartsWith("ml-1m; incomplete: olist; not there: ", facts["Data sets"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chosen_folder_is_where_data_sets_are_read_from()
    {
        Installation.Choose(device: null, _folder.FullName);

        Assert.Contains(_folder.FullName, Assert.Throws<FileNotFoundException>(() => Datasets.MovieLens1M()).Message);
    }

    [Fact]
    public void A_chosen_device_is_where_tensors_are_made()
    {
        Device.Use(new CpuDevice());
        Installation.Choose("cpu", dataFolder: null);

        Assert.Same(Device.Cpu, Device.Current);
    }

    [Fact]
    public void When_one_of_two_choices_is_wrong_neither_changes()
    {
        var device = new CpuDevice();
        Device.Use(device);

        var wrong = Assert.Throws<DirectoryNotFoundException>(() => Installation.Choose("cpu", Path.Combine(_folder.FullName, "nowhere")));
        Assert.Contains("nowhere. Give the one that has a folder for each data set, such as ml-1m", wrong.Message);
        Assert.Same(device, Device.Current);

        Assert.Throws<ArgumentException>(() => Installation.Choose("gpu", _folder.FullName));
        Assert.Equal(_named, Environment.GetEnvironmentVariable(Datasets.FolderVariable));
    }

    private void Create(params IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(_folder.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
