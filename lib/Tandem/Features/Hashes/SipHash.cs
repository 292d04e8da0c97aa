using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Tandem;

/// <summary>
/// SipHash-2-4 (J.-P. Aumasson and D. Bernstein, INDOCRYPT 2012): a hash with a key of two words, the same on every machine. Whoever does not
/// know the key cannot choose texts that collide.
/// </summary>
internal static class SipHash
{
    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static ulong Hash(string text, (ulong First, ulong Second) key) => Hash(Encoding.UTF8.GetBytes(text), key);

    /// <summary>The hash of some bytes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes, (ulong First, ulong Second) key)
    {
        var state = new State(key);
        var rest = bytes;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        Span<byte> last = stackalloc byte[8];
        rest.CopyTo(last);
        last[7] = (byte)bytes.Length;
        state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(last));
        return state.Finish();
    }

    private struct State
    {
        private ulong _v0, _v1, _v2, _v3;

        public State((ulong First, ulong Second) key)
        {
            _v0 = key.First ^ 0x736f6d6570736575;
            _v1 = key.Second ^ 0x646f72616e646f6d;
            _v2 = key.First ^ 0x6c7967656e657261;
            _v3 = key.Second ^ 0x7465646279746573;
        }

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            for (var round = 0; round < 4; round++)
            {
                Round();
            }

            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
