using System.Text;
using BenchmarkDotNet.Attributes;

namespace Tandem.Benchmarks;

/// <summary>Reading a generated file with the columns of MovieLens's ratings.</summary>
[MemoryDiagnoser]
public class TableReadingBenchmarks
{
    private static readonly ColumnSpec[] _columns =
        [ColumnSpec.String("user_id"), ColumnSpec.String("movie_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")];

    private string _path = "";

    /// <summary>The number of rows.</summary>
    [Params(100_000, 1_000_000)]
    public int Rows { get; set; }

    /// <summary>Writes the file.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _path = Path.GetTempFileName();
        var random = new Random(1);
        var text = new StringBuilder();
        for (var row = 0; row < Rows; row++)
        {
            text.Append($"{random.Next(1, 6041)}::{random.Next(1, 3953)}::{random.Next(1, 6)}::{random.Next(956_703_932, 1_046_454_590)}\n");
        }

        File.WriteAllText(_path, text.ToString());
    }

    /// <summary>Deletes the file.</summary>
    [GlobalCleanup]
    public void Cleanup() => File.Delete(_path);

    /// <summary>The file as a table.</summary>
    [Benchmark]
    public Table ReadDelimited() => Table.ReadDelimited(_path, "::", _columns);
}
