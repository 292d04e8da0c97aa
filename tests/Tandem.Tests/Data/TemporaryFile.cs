using System.Text;

namespace Tandem.Tests.Data;

/// <summary>A file that exists for the length of a test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string text, Encoding? encoding = null)
        : this((encoding ?? new UTF8Encoding(false)).GetBytes(text))
    {
    }

    public TemporaryFile(byte[] bytes) => File.WriteAllBytes(Path, bytes);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"tandem-{Guid.NewGuid():N}.txt");

    /// <summary>The file as it is read.</summary>
    public TextFile Open() => TextFile.Open(Path, Encoding.UTF8);

    public void Dispose() => File.Delete(Path);
}
