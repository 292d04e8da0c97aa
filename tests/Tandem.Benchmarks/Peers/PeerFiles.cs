using System.Runtime.InteropServices;

namespace Tandem.Benchmarks;

/// <summary>Numbers for a peer's process, in files of a temporary folder that goes with the object.</summary>
internal sealed class PeerFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-peers-").FullName;

    /// <summary>Writes numbers as they lie in memory.</summary>
    /// <returns>The file's path.</returns>
    public string Write<T>(string name, T[] values)
        where T : unmanaged
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.AsSpan()));
        return path;
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
