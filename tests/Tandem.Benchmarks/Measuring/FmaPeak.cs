using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Benchmarks;

/// <summary>
/// What the processor's multiply-add units deliver at most: chains of fused multiply-adds that stay in registers, on every core at
/// once. Twelve independent chains cover two units with a latency of up to five cycles and leave room in sixteen registers.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Bursts = 5;
    private const double BurstSeconds = 0.03;

    /// <summary>The flops a cycle and core of two units that each finish one fused multiply-add of this width a cycle.</summary>
    public static int FlopsPerCycle(int bits) => 2 * 2 * (bits / 32);

    /// <summary>Whether the processor runs vectors of <paramref name="bits"/> bits.</summary>
    public static bool IsSupported(int bits) =>
        bits == 512 ? Vector512.IsHardwareAccelerated : bits == 256 ? Vector256.IsHardwareAccelerated : Vector128.IsHardwareAccelerated;

    /// <summary>Flops a second over all cores: the best of a few bursts as long as a training step, since interference only ever slows.</summary>
    public static double Measure(int bits) => bits switch
    {
        512 => Best(Burst<Lanes512, Vector512<float>>, bits),
        256 => Best(Burst<Lanes256, Vector256<float>>, bits),
        _ => Best(Burst<Lanes128, Vector128<float>>, bits),
    };

    /// <summary>
    /// The clock rate in Hz: a chain of rotations and exclusive-ors, each of which waits one cycle for the one before it.
    /// </summary>
    public static double Clock()
    {
        const int turns = 5_000_000;
        Chain(1, 1000);
        var best = double.MaxValue;
        for (var burst = 0; burst < Bursts; burst++)
        {
            var start = Stopwatch.GetTimestamp();
            GC.KeepAlive(Chain(burst, turns));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 8.0 * turns / best;
    }

    private static double Best(Func<long, float> burst, int bits)
    {
        var flopsPerTurn = Chains * 2.0 * bits / 32;
        burst(1000);
        var turns = (long)(BurstSeconds * FlopsPerCycle(bits) * 2e9 / flopsPerTurn);
        var best = 0.0;
        for (var i = 0; i < Bursts; i++)
        {
            best = Math.Max(best, Environment.ProcessorCount * turns * flopsPerTurn / OnEveryCore(() => burst(turns)));
        }

        return best;
    }

    /// <summary>The seconds from the moment all threads are ready until the last has finished.</summary>
    private static double OnEveryCore(Func<float> work)
    {
        var start = 0L;
        using var ready = new Barrier(Environment.ProcessorCount, _ => start = Stopwatch.GetTimestamp());
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            ready.SignalAndWait();
            GC.KeepAlive(work());
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Burst<TLanes, TVector>(long turns)
        where TLanes : ILanes<TVector>
    {
        // x ← x/2 + 1 tends to 2: never denormal, never infinite.
        TVector half = TLanes.Create(0.5f), one = TLanes.Create(1f);
        TVector a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one, i = one, j = one, k = one, l = one;
        for (var turn = 0L; turn < turns; turn++)
        {
            a = TLanes.MultiplyAdd(a, half, one);
            b = TLanes.MultiplyAdd(b, half, one);
            c = TLanes.MultiplyAdd(c, half, one);
            d = TLanes.MultiplyAdd(d, half, one);
            e = TLanes.MultiplyAdd(e, half, one);
            f = TLanes.MultiplyAdd(f, half, one);
            g = TLanes.MultiplyAdd(g, half, one);
            h = TLanes.MultiplyAdd(h, half, one);
            i = TLanes.MultiplyAdd(i, half, one);
            j = TLanes.MultiplyAdd(j, half, one);
            k = TLanes.MultiplyAdd(k, half, one);
            l = TLanes.MultiplyAdd(l, half, one);
        }

        // Every chain reaches the result, so that none is optimised away.
        a = TLanes.MultiplyAdd(a, b, c);
        d = TLanes.MultiplyAdd(d, e, f);
        g = TLanes.MultiplyAdd(g, h, i);
        j = TLanes.MultiplyAdd(j, k, l);
        return TLanes.Sum(TLanes.MultiplyAdd(a, d, TLanes.MultiplyAdd(g, j, one)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Chain(long seed, int turns)
    {
        var x = (ulong)seed;
        for (var turn = 0; turn < turns; turn++)
        {
            x = BitOperations.RotateLeft(x, 7) ^ (ulong)turn;
            x = BitOperations.RotateLeft(x, 11) ^ (ulong)turn;
            x = BitOperations.RotateLeft(x, 13) ^ (ulong)turn;
            x = BitOperations.RotateLeft(x, 17) ^ (ulong)turn;
        }

        return x;
    }

    /// <summary>A vector width, so that the burst is written once.</summary>
    private interface ILanes<TVector>
    {
        static abstract TVector Create(float value);

        static abstract TVector MultiplyAdd(TVector x, TVector factor, TVector addend);

        static abstract float Sum(TVector x);
    }

    private readonly struct Lanes512 : ILanes<Vector512<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Create(float value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> factor, Vector512<float> addend) =>
            Vector512.FusedMultiplyAdd(x, factor, addend);

        public static float Sum(Vector512<float> x) => Vector512.Sum(x);
    }

    private readonly struct Lanes256 : ILanes<Vector256<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Create(float value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> factor, Vector256<float> addend) =>
            Vector256.FusedMultiplyAdd(x, factor, addend);

        public static float Sum(Vector256<float> x) => Vector256.Sum(x);
    }

    private readonly struct Lanes128 : ILanes<Vector128<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Create(float value) => Vector128.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> factor, Vector128<float> addend) =>
            Vector128.FusedMultiplyAdd(x, factor, addend);

        public static float Sum(Vector128<float> x) => Vector128.Sum(x);
    }
}
