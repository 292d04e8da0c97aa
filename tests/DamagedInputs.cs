using System.Text;

namespace Tandem;

/// <summary>
/// Tries a reader with damaged copies of good inputs: bytes changed, cut out, doubled or moved, the end cut off, numbers made extreme, two inputs spliced.
/// The same seed makes the same damage. Each input ends in a value or in one of the documented exceptions, and allocates no more than it is worth.
/// </summary>
internal static class DamagedInputs
{
    /// <summary>A reader may allocate this much for an input of any size: buffers, tables and caches of its own.</summary>
    private const long AllocatedByAnyReader = 64 << 20;

    /// <summary>Reads damaged inputs one after another.</summary>
    /// <param name="good">Inputs that the reader takes.</param>
    /// <param name="count">How many damaged ones to try.</param>
    /// <param name="seed">Seed of the damage.</param>
    /// <param name="read">Reads an input.</param>
    /// <param name="documented">Whether an exception is one that the reader's documentation names.</param>
    /// <param name="mend">Applied after the damage, such as writing a right checksum, so that the damage gets past it.</param>
    /// <param name="worth">How many bytes a reader may allocate for each byte of input, in all its objects together.</param>
    public static void AreReadOrRefused(
        IReadOnlyList<byte[]> good, int count, int seed, Action<byte[]> read, Func<Exception, bool> documented, Func<byte[], byte[]>? mend = null, long worth = 4096)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var input = Damage(good, random);
            input = mend?.Invoke(input) ?? input;
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(input);
            }
            catch (Exception error) when (documented(error))
            {
            }
            catch (Exception error)
            {
                Assert.Fail($"Input {i} of seed {seed} ended in an exception that is not documented: {error}\n{Shown(input)}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= AllocatedByAnyReader + (worth * input.Length), $"Input {i} of seed {seed}: {input.Length} bytes made the reader allocate {allocated}.\n{Shown(input)}");
        }
    }

    /// <summary>One to four kinds of damage to one of the inputs.</summary>
    private static byte[] Damage(IReadOnlyList<byte[]> good, Random random)
    {
        var input = good[random.Next(good.Count)].ToList();
        for (var times = random.Next(1, 5); times > 0 && input.Count > 0; times--)
        {
            var (at, length) = (random.Next(input.Count), random.Next(1, 1 + Math.Min(64, input.Count)));
            length = Math.Min(length, input.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    input[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    input[at] = (byte)random.Next(256);
                    break;
                case 2:
                    input.RemoveRange(at, length);
                    break;
                case 3:
                    input.InsertRange(at, input.GetRange(at, length));
                    break;
                case 4:
                    input.RemoveRange(at, input.Count - at);
                    break;
                case 5:
                    input.InsertRange(random.Next(input.Count), input.GetRange(at, length));
                    break;
                case 6:
                    MakeNumberExtreme(input, at, random);
                    break;
                default:
                    var other = good[random.Next(good.Count)];
                    input = [.. input.Take(at), .. other.Skip(random.Next(other.Length))];
                    break;
            }
        }

        return [.. input];
    }

    /// <summary>Replaces the digits next to a place by a huge number, or four bytes by one.</summary>
    private static void MakeNumberExtreme(List<byte> input, int at, Random random)
    {
        var digit = input.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
        if (digit >= 0 && random.Next(2) == 0)
        {
            var end = input.FindIndex(digit, value => value is < (byte)'0' or > (byte)'9');
            input.RemoveRange(digit, (end < 0 ? input.Count : end) - digit);
            string[] numbers = ["-1", "2147483647", "4294967296", "9223372036854775807", "1e309", "99999999999999999999"];
            input.InsertRange(digit, Encoding.ASCII.GetBytes(numbers[random.Next(numbers.Length)]));
        }
        else
        {
            byte[][] numbers = [[0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0x80], [0, 0, 0, 0]];
            var number = numbers[random.Next(numbers.Length)];
            for (var i = 0; i < number.Length && at + i < input.Count; i++)
            {
                input[at + i] = number[i];
            }
        }
    }

    private static string Shown(byte[] input) => $"Base64: {Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 3000)))}{(input.Length > 3000 ? " …" : "")}";
}
