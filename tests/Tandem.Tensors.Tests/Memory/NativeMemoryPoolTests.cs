namespace Tandem.Tensors.Tests;

/// <summary>Blocks are reused, counted, bounded, and safe to take and return from several threads.</summary>
public sealed unsafe class NativeMemoryPoolTests
{
    private const int Megabyte = (1 << 20) / sizeof(float);

    private readonly NativeMemoryPool _pool = new();

    [Fact]
    public void A_returned_block_is_used_again()
    {
        var first = _pool.Rent(1000);
        _pool.Return(first, 1000);
        var second = _pool.Rent(1000);
        Assert.True(first == second);
        _pool.Return(second, 1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_000)]
    [InlineData(3 * Megabyte)]
    public void Blocks_are_aligned_to_cache_lines_and_as_long_as_asked(int length)
    {
        var block = (int*)_pool.Rent(length);
        Assert.Equal(0, (nint)block % 64);
        new Span<int>(block, length).Fill(7);
        _pool.Return(block, length);
    }

    [Fact]
    public void Live_counts_blocks_that_are_out()
    {
        var (first, second) = ((nint)_pool.Rent(10), (nint)_pool.Rent(20));
        Assert.Equal(2, _pool.Live);
        _pool.Return((void*)first, 10);
        Assert.Equal(1, _pool.Live);
        _pool.Return((void*)second, 20);
        Assert.Equal(0, _pool.Live);
    }

    [Fact]
    public void A_working_set_stays_however_often_it_is_returned_and_rented()
    {
        RentAndReturn(Enumerable.Repeat(40 * Megabyte, 5));
        var kept = _pool.KeptBytes;
        RentAndReturn(Enumerable.Repeat(40 * Megabyte, 5));
        Assert.Equal(kept, _pool.KeptBytes);
        Assert.InRange(kept, 200L << 20, 250L << 20);
    }

    [Fact]
    public void Blocks_of_ever_new_sizes_do_not_pile_up()
    {
        for (var megabytes = 1; megabytes <= 100; megabytes++)
        {
            RentAndReturn([megabytes * Megabyte]);
        }

        Assert.InRange(_pool.KeptBytes, 1, NativeMemoryPool.Spare + (130L << 20));
    }

    [Fact]
    public void A_request_that_cannot_be_met_names_its_size_and_leaves_no_trace()
    {
        var pool = new NativeMemoryPool(limit: 10 << 20);
        var first = pool.Rent(Megabyte);
        var error = Assert.Throws<OutOfMemoryException>((Action)(() => pool.Rent(12 * Megabyte)));
        Assert.Contains("3,145,728 elements (12,582,912 bytes)", error.Message);
        Assert.Contains("TensorScope", error.Message);
        Assert.Equal(1, pool.Live);
        pool.Return(first, Megabyte);
    }

    [Fact]
    public void Several_threads_never_share_a_block()
    {
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 2000; i++)
            {
                var length = random.Next(1, 200);
                var block = (int*)_pool.Rent(length);
                new Span<int>(block, length).Fill(worker);
                Thread.Yield();
                Assert.False(new Span<int>(block, length).ContainsAnyExcept(worker));
                _pool.Return(block, length);
            }
        });
        Assert.Equal(0, _pool.Live);
    }

    [Fact]
    public void A_tensor_that_nobody_refers_to_gives_its_memory_back()
    {
        var device = new CpuDevice(threads: 1);
        Forget(device);
        for (var attempt = 0; attempt < 50 && device.LiveStorages > 0; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, device.LiveStorages);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget(CpuDevice device) => _ = Tensor.Zeros(new Shape(100), device);
    }

    private void RentAndReturn(IEnumerable<int> lengths)
    {
        var blocks = lengths.Select(length => (Address: (nint)_pool.Rent(length), Length: length)).ToList();
        blocks.ForEach(block => _pool.Return((void*)block.Address, block.Length));
    }
}
