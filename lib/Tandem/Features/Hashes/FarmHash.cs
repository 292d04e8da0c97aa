using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Tandem;

/// <summary>
/// FarmHash's Fingerprint64 (G. Pike, Google, 2014): a hash that is the same on every machine and in every version, and the one by which
/// TensorFlow puts texts into buckets.
/// </summary>
internal static class FarmHash
{
    private const ulong K0 = 0xc3a5c85c97cb3127;
    private const ulong K1 = 0xb492b66fbe98f273;
    private const ulong K2 = 0x9ae16a3b2f90404f;

    /// <summary>The fingerprint of a text's UTF-8 bytes.</summary>
    public static ulong Fingerprint(string text) => Fingerprint(Encoding.UTF8.GetBytes(text));

    /// <summary>The fingerprint of some bytes.</summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        0 => K2,
        < 4 => UpTo3(bytes),
        < 8 => UpTo7(bytes),
        <= 16 => UpTo16(bytes),
        <= 32 => UpTo32(bytes),
        <= 64 => UpTo64(bytes),
        _ => Long(bytes),
    };

    /// <summary>Joins two fingerprints; the order matters.</summary>
    public static ulong Join(ulong first, ulong second)
    {
        const ulong multiplier = 0xc6a4a7935bd1e995;
        var result = (first ^ multiplier ^ (Fold(second * multiplier) * multiplier)) * multiplier;
        return Fold(Fold(result) * multiplier);
    }

    private static ulong UpTo3(ReadOnlySpan<byte> bytes)
    {
        var low = bytes[0] + ((uint)bytes[bytes.Length >> 1] << 8);
        var high = (uint)bytes.Length + ((uint)bytes[^1] << 2);
        return Fold((low * K2) ^ (high * K0)) * K2;
    }

    private static ulong UpTo7(ReadOnlySpan<byte> bytes) =>
        Mix((ulong)bytes.Length + ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << 3), BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]), Multiplier(bytes));

    private static ulong UpTo16(ReadOnlySpan<byte> bytes)
    {
        var multiplier = Multiplier(bytes);
        var (a, b) = (Word(bytes, 0) + K2, Word(bytes, bytes.Length - 8));
        return Mix((Right(b, 37) * multiplier) + a, (Right(a, 25) + b) * multiplier, multiplier);
    }

    private static ulong UpTo32(ReadOnlySpan<byte> bytes)
    {
        var multiplier = Multiplier(bytes);
        var (a, b) = (Word(bytes, 0) * K1, Word(bytes, 8));
        var (c, d) = (Word(bytes, bytes.Length - 8) * multiplier, Word(bytes, bytes.Length - 16) * K2);
        return Mix(Right(a + b, 43) + Right(c, 30) + d, a + Right(b + K2, 18) + c, multiplier);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> bytes)
    {
        var multiplier = Multiplier(bytes);
        var (a, b) = (Word(bytes, 0) * K2, Word(bytes, 8));
        var (c, d) = (Word(bytes, bytes.Length - 8) * multiplier, Word(bytes, bytes.Length - 16) * K2);
        var y = Right(a + b, 43) + Right(c, 30) + d;
        var z = Mix(y, a + Right(b + K2, 18) + c, multiplier);
        var (e, f) = (Word(bytes, 16) * multiplier, Word(bytes, 24));
        var (g, h) = ((y + Word(bytes, bytes.Length - 32)) * multiplier, (z + Word(bytes, bytes.Length - 24)) * multiplier);
        return Mix(Right(e + f, 43) + Right(g, 30) + h, e + Right(f + a, 18) + g, multiplier);
    }

    /// <summary>Blocks of 64 bytes stir a state of seven words; the last block overlaps the one before it.</summary>
    private static ulong Long(ReadOnlySpan<byte> bytes)
    {
        const ulong seed = 81;
        var state = new State { Y = unchecked((seed * K1) + 113), X = unchecked(seed * K2) + Word(bytes, 0) };
        state.Z = Fold((state.Y * K2) + 113) * K2;
        var lastBlock = (bytes.Length - 1) / 64 * 64;
        for (var block = 0; block < lastBlock; block += 64)
        {
            state.Stir(bytes.Slice(block, 64), K1, factor: 1);
        }

        var rest = (ulong)((bytes.Length - 1) & 63);
        var multiplier = K1 + ((state.Z & 0xff) << 1);
        state.W.First += rest;
        state.V.First += state.W.First;
        state.W.First += state.V.First;
        state.Stir(bytes[^64..], multiplier, factor: 9);
        return Mix(
            Mix(state.V.First, state.W.First, multiplier) + (Fold(state.Y) * K0) + state.Z,
            Mix(state.V.Second, state.W.Second, multiplier) + state.X,
            multiplier);
    }

    private static ulong Multiplier(ReadOnlySpan<byte> bytes) => K2 + ((ulong)bytes.Length * 2);

    private static ulong Mix(ulong u, ulong v, ulong multiplier)
    {
        var a = Fold((u ^ v) * multiplier);
        return Fold((v ^ a) * multiplier) * multiplier;
    }

    private static ulong Fold(ulong value) => value ^ (value >> 47);

    private static ulong Right(ulong value, int bits) => BitOperations.RotateRight(value, bits);

    private static ulong Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private struct State
    {
        public ulong X, Y, Z;
        public (ulong First, ulong Second) V, W;

        public void Stir(ReadOnlySpan<byte> block, ulong multiplier, ulong factor)
        {
            X = Right(X + Y + V.First + Word(block, 8), 37) * multiplier;
            Y = Right(Y + V.Second + Word(block, 48), 42) * multiplier;
            X ^= W.Second * factor;
            Y += (V.First * factor) + Word(block, 40);
            Z = Right(Z + W.First, 33) * multiplier;
            V = Weak(block, V.Second * multiplier, X + W.First);
            W = Weak(block[32..], Z + W.Second, Y + Word(block, 16));
            (Z, X) = (X, Z);
        }

        private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> block, ulong a, ulong b)
        {
            a += Word(block, 0);
            b = Right(b + a + Word(block, 24), 21);
            var sum = a + Word(block, 8) + Word(block, 16);
            return (sum + Word(block, 24), b + Right(sum, 44) + a);
        }
    }
}
