using System.Numerics;
using System.Runtime.InteropServices;

namespace Tandem.Tensors;

/// <summary>
/// Native memory in blocks of a few sizes, kept for reuse: a training step asks for the same blocks every time. Blocks are aligned
/// to a cache line; blocks of a megabyte or more to a huge page, which the kernel is asked to use, since tables are read at random.
/// What is kept and what is in use together stay below <see cref="Spare"/> plus 5/4 of the most that was ever in use at once; beyond that,
/// blocks of the sizes that were asked for longest ago go back to the system. Safe to use from several threads, the finalizer's among them.
/// </summary>
/// <param name="limit">Bytes that may be in use; a request beyond them fails as one does that the system refuses.</param>
internal sealed unsafe partial class NativeMemoryPool(long limit = long.MaxValue)
{
    /// <summary>Bytes that may be kept however little is in use.</summary>
    public const long Spare = 64 << 20;

    private const int CacheLine = 64;
    private const int HugePage = 2 << 20;
    private const int HugeFrom = 1 << 20;
    private const int AdviseHugePages = 14;

    private readonly Dictionary<nuint, FreeBlocks> _free = [];
    private readonly Lock _lock = new();
    private long _live;
    private long _liveBytes;
    private long _mostLiveBytes;
    private long _requests;

    /// <summary>The number of blocks rented and not returned.</summary>
    public long Live => Interlocked.Read(ref _live);

    /// <summary>Bytes in blocks that wait for reuse.</summary>
    public long KeptBytes { get; private set; }

    /// <summary>Rents a block for <paramref name="length"/> 32-bit elements; its content is not set.</summary>
    /// <exception cref="OutOfMemoryException">The system has no such block, even after all kept ones were given back to it.</exception>
    public void* Rent(int length)
    {
        var bytes = BlockSize(length);
        var block = TakeKept(bytes);
        if (block is null)
        {
            block = TryAllocate(bytes);
        }

        if (block is null)
        {
            FreeKept(down: 0);
            block = TryAllocate(bytes);
        }

        return block is not null ? CountRented(block, bytes) : throw new OutOfMemoryException(
            $"There is no memory for {length:N0} elements ({bytes:N0} bytes) beside the {Interlocked.Read(ref _liveBytes):N0} bytes that tensors hold. "
            + "Use a smaller batch, close a TensorScope around each step, or free what is no longer needed.");
    }

    /// <summary>Takes a block back for reuse.</summary>
    public void Return(void* block, int length)
    {
        var bytes = BlockSize(length);
        lock (_lock)
        {
            _live--;
            _liveBytes -= (long)bytes;
            KeptBytes += (long)bytes;
            BlocksOf(bytes).Blocks.Push((nint)block);
            FreeKept(down: Math.Max(0, Spare + (_mostLiveBytes / 4 * 5) - _liveBytes));
        }
    }

    /// <summary>The length rounded up to an eighth of a power of two, so that at most a ninth of a block is wasted.</summary>
    private static nuint BlockSize(int length)
    {
        var bytes = Math.Max((nuint)length * sizeof(float), CacheLine);
        var step = Math.Max(BitOperations.RoundUpToPowerOf2(bytes) / 16, CacheLine);
        var size = (bytes + step - 1) / step * step;
        return size < HugeFrom ? size : (size + HugePage - 1) / HugePage * HugePage;
    }

    private void* TakeKept(nuint bytes)
    {
        lock (_lock)
        {
            if (!BlocksOf(bytes).Blocks.TryPop(out var block))
            {
                return null;
            }

            KeptBytes -= (long)bytes;
            return (void*)block;
        }
    }

    private void* CountRented(void* block, nuint bytes)
    {
        lock (_lock)
        {
            _live++;
            _liveBytes += (long)bytes;
            _mostLiveBytes = Math.Max(_mostLiveBytes, _liveBytes);
        }

        return block;
    }

    /// <summary>The kept blocks of a size, marked as those asked for last.</summary>
    private FreeBlocks BlocksOf(nuint bytes)
    {
        if (!_free.TryGetValue(bytes, out var blocks))
        {
            _free[bytes] = blocks = new FreeBlocks(bytes);
        }

        blocks.LastRequest = ++_requests;
        return blocks;
    }

    /// <summary>Gives kept blocks back to the system, the sizes that were asked for longest ago first.</summary>
    private void FreeKept(long down)
    {
        lock (_lock)
        {
            while (KeptBytes > down)
            {
                var oldest = _free.Values.Where(blocks => blocks.Blocks.Count > 0).MinBy(blocks => blocks.LastRequest)!;
                NativeMemory.AlignedFree((void*)oldest.Blocks.Pop());
                KeptBytes -= (long)oldest.Bytes;
            }
        }
    }

    private void* TryAllocate(nuint bytes)
    {
        try
        {
            return (long)bytes <= limit - Interlocked.Read(ref _liveBytes) ? Allocate(bytes) : null;
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private static void* Allocate(nuint bytes)
    {
        if (bytes < HugeFrom)
        {
            return NativeMemory.AlignedAlloc(bytes, CacheLine);
        }

        var block = NativeMemory.AlignedAlloc(bytes, HugePage);
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(block, bytes, AdviseHugePages);
        }

        return block;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);

    private sealed class FreeBlocks(nuint bytes)
    {
        public nuint Bytes { get; } = bytes;

        public Stack<nint> Blocks { get; } = new();

        public long LastRequest { get; set; }
    }
}
