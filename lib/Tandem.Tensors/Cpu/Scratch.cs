namespace Tandem.Tensors;

/// <summary>Memory that a kernel needs while it runs, rented from the device's pool; its content is not set.</summary>
internal readonly unsafe ref struct Scratch(NativeMemoryPool pool, int length)
{
    private readonly void* _block = pool.Rent(length);

    /// <summary>The block as floats.</summary>
    public float* Floats => (float*)_block;

    /// <summary>The block as integers.</summary>
    public int* Integers => (int*)_block;

    /// <summary>Gives the block back.</summary>
    public void Dispose() => pool.Return(_block, length);
}
