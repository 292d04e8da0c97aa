using System.Text.Json;

namespace Tandem;

/// <summary>
/// What of a file has been downloaded, and beside it what the server said of the whole: enough to go on later if the server's file is the same then.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _stampPath;
    private readonly FileStream _content;

    /// <summary>Opens what is there of a download, or begins it.</summary>
    /// <exception cref="IOException">Another process downloads this file, or the folder cannot be written to.</exception>
    public PartialFile(string path, string url)
    {
        Path = path + ".part";
        _stampPath = Path + ".json";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _content = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        if (PartialStamp.Read(_stampPath) is { } stamp && stamp.Url == url && stamp.Condition is not null)
        {
            Stamp = stamp;
            _content.Position = _content.Length;
        }
        else
        {
            Begin(new PartialStamp(url));
        }
    }

    public string Path { get; }

    public PartialStamp Stamp { get; private set; }

    public long Length => _content.Length;

    public bool IsComplete => Length > 0 && Length == Stamp.Length;

    /// <summary>Forgets what was downloaded, to begin anew.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(Stamp))]
    public void Begin(PartialStamp stamp)
    {
        Stamp = stamp;
        _content.SetLength(0);
        AtomicFile.Write(_stampPath, json => JsonSerializer.Serialize(json, stamp));
    }

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => await _content.WriteAsync(bytes, cancellation).ConfigureAwait(false);

    /// <summary>Makes what was appended outlive a loss of power.</summary>
    public void Flush() => _content.Flush(flushToDisk: true);

    public void Delete()
    {
        Dispose();
        File.Delete(Path);
        File.Delete(_stampPath);
    }

    public void Dispose() => _content.Dispose();
}
