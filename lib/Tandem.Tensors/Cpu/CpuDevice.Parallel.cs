using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>
    /// Cuts <paramref name="length"/> items into blocks of <paramref name="block"/> and runs the body on each: its index, first item and
    /// number of items. One block runs on this thread: choose a size below which waking another thread costs more than it saves.
    /// </summary>
    private void ForEachBlock(int length, int block, Action<int, int, int> body)
    {
        if (length <= block)
        {
            body(0, 0, length);
            return;
        }

        _pool.Run(BlockCount(length, block), index => body(index, index * block, Math.Min(block, length - (index * block))));
    }

    /// <summary>
    /// The last line of a kernel, which works on bare pointers: without it a tensor that the caller no longer refers to could be collected,
    /// and its memory reused, while the kernel runs.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepAlive(params ReadOnlySpan<object?> used)
    {
    }

    private static int BlockCount(int length, int block) => (int)(((long)length + block - 1) / block);
}
