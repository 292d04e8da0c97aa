using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// Copies rows from one table to the same rows of another, on as many threads as the device has and with the same asking ahead for rows that are scattered: what an
/// update of as many rows is compared with.
/// </summary>
internal sealed unsafe class RowCopy
{
    private const int RowsOfTask = 256;
    private const int RowsAhead = 8;
    private const int CacheLine = 16;

    private readonly WorkerPool _pool;
    private readonly float* _source;
    private readonly float* _target;
    private readonly int _dimension;

    /// <summary>Copies between two tables of the device's own memory, <c>[rows, dimension]</c> each, which must outlive this.</summary>
    public RowCopy(Tensor source, Tensor target, CpuDevice device)
    {
        _pool = WorkerPool.Shared(device.Threads);
        _dimension = source.Shape.Columns;
        _source = (float*)((CpuStorage)source.Storage).Pointer;
        _target = (float*)((CpuStorage)target.Storage).Pointer;
    }

    /// <summary>Copies the given rows.</summary>
    public void Run(int[] rows) => _pool.Run((rows.Length + RowsOfTask - 1) / RowsOfTask, task =>
        CopyRows(rows.AsSpan(task * RowsOfTask, Math.Min(RowsOfTask, rows.Length - (task * RowsOfTask)))));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRows(ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (Sse.IsSupported)
            {
                var ahead = rows[Math.Min(i + RowsAhead, rows.Length - 1)] * (long)_dimension;
                for (var k = 0; k < _dimension; k += CacheLine)
                {
                    Sse.Prefetch0(_source + ahead + k);
                    Sse.Prefetch0(_target + ahead + k);
                }
            }

            var offset = rows[i] * (long)_dimension;
            for (var k = 0; k < _dimension; k += Vector256<float>.Count)
            {
                Vector256.Load(_source + offset + k).Store(_target + offset + k);
            }
        }
    }
}
