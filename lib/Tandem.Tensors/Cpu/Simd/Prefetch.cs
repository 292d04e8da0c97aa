using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Tensors;

/// <summary>Asks for memory before it is needed. The processor's own prefetcher stops at every page; a kernel knows what comes next.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Asks for the cache line of an address, which need not be valid; does nothing where .NET knows no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
