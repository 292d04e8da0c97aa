using System.Runtime.InteropServices;

namespace Tandem.Tensors;

/// <summary>
/// Native memory in blocks of a few sizes, kept for reuse: a training step asks for the same blocks every time. Blocks are aligned
/// to a cache line; blocks of a megabyte or more to a huge page, which the kernel is asked to use, since tables are read at random.
/// </summary>
internal sealed unsafe partial class NativeMemoryPool
{
    private const int CacheLine = 64;
    private const int HugePage = 2 << 20;
    private const int HugeFrom = 1 << 20;
    private const int AdviseHugePages = 14;

    private readonly Dictionary<nuint, Stack<nint>> _free = [];
    private readonly Lock _lock = new();
    private long _live;

    /// <summary>The number of blocks rented and not returned.</summary>
    public long Live => Interlocked.Read(ref _live);

    /// <summary>Rents a block for <paramref name="length"/> 32-bit elements; its content is not set.</summary>
    public void* Rent(int length)
    {
        var bytes = BlockSize(length);
        Interlocked.Increment(ref _live);
        lock (_lock)
        {
            if (_free.TryGetValue(bytes, out var blocks) && blocks.TryPop(out var block))
            {
                return (void*)block;
            }
        }

        return Allocate(bytes);
    }

    /// <summary>Takes a block back for reuse.</summary>
    public void Return(void* block, int length)
    {
        Interlocked.Decrement(ref _live);
        lock (_lock)
        {
            var bytes = BlockSize(length);
            if (!_free.TryGetValue(bytes, out var blocks))
            {
                _free[bytes] = blocks = new Stack<nint>();
            }

            blocks.Push((nint)block);
        }
    }

    /// <summary>The length rounded up to a quarter of a power of two, so that at most a fifth of a block is wasted.</summary>
    private static nuint BlockSize(int length)
    {
        var bytes = Math.Max((nuint)length * sizeof(float), CacheLine);
        var step = Math.Max(System.Numerics.BitOperations.RoundUpToPowerOf2(bytes) / 8, CacheLine);
        return (bytes + step - 1) / step * step;
    }

    private static void* Allocate(nuint bytes)
    {
        if (bytes < HugeFrom)
        {
            return NativeMemory.AlignedAlloc(bytes, CacheLine);
        }

        var block = NativeMemory.AlignedAlloc((bytes + HugePage - 1) / HugePage * HugePage, HugePage);
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(block, bytes, AdviseHugePages);
        }

        return block;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
