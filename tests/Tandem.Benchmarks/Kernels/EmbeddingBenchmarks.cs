using BenchmarkDotNet.Attributes;
using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>What a training step does with the rows of an embedding table: look them up, sum gradients of repeats, update them.</summary>
public class EmbeddingBenchmarks
{
    private const int BatchSize = 8192;

    private Tensor _table = null!;
    private Tensor _accumulator = null!;
    private Tensor _rowValues = null!;
    private Indices _distinct = null!;
    private Indices _repeated = null!;

    /// <summary>The number of rows of the table.</summary>
    [Params(16_384, 1_000_000)]
    public int TableRows { get; set; }

    /// <summary>The length of a row.</summary>
    [Params(32, 64)]
    public int Dimension { get; set; }

    /// <summary>Makes the table.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _table = Inputs.Matrix(TableRows, Dimension);
        _accumulator = Tensor.Full(_table.Shape, 0.1f);
        _rowValues = Inputs.Matrix(BatchSize, Dimension);
        _distinct = Inputs.DistinctRows(BatchSize, TableRows);
        _repeated = Inputs.Rows(BatchSize, TableRows);
    }

    /// <summary>Looks rows up.</summary>
    [Benchmark]
    public void Gather() => Device.Cpu.Gather(_table, _repeated, _rowValues);

    /// <summary>Adds rows that may repeat.</summary>
    [Benchmark]
    public void ScatterAdd() => Device.Cpu.ScatterAdd(_rowValues, _repeated, _table);

    /// <summary>A row-sparse Adagrad step.</summary>
    [Benchmark]
    public void AdagradRows() => Device.Cpu.Adagrad(_table, _accumulator, _rowValues, _distinct, rate: 0.1f, epsilon: 1e-7f);
}
