using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

public sealed class ZmtpFrameTests
{
    private const int Limit = 1 << 20;

    /// <summary>A stream that comes in pieces, as from a network.</summary>
    private sealed class PieceStream(byte[] octets, int[] sizes) : MemoryStream(octets)
    {
        private int _next;

        public override int Read(Span<byte> buffer)
        {
            var size = sizes.Length == 0 ? buffer.Length : 1 + Math.Abs(sizes[_next++ % sizes.Length] % 400);
            return base.Read(buffer[..Math.Min(size, buffer.Length)]);
        }
    }

    private static ZmtpFrame Read(params byte[] octets) => ZmtpFrame.Read(new MemoryStream(octets), () => Limit)!.Value;

    private static byte[] Write(params ZmtpFrame[] frames)
    {
        var output = new MemoryStream();
        foreach (var frame in frames)
        {
            frame.Write(output);
        }

        return output.ToArray();
    }

    [Fact]
    public void Any_frames_in_any_pieces_are_read_as_they_were_written()
    {
        // Most bodies are short; every third is long enough for the long form.
        var body = Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 40), Gen.Choose(250, 70_000)).Select(size => Enumerable.Range(0, size).Select(i => (byte)(i * 7)).ToArray());
        var frame = from octets in body from kind in Gen.Choose(0, 2) select new ZmtpFrame(octets, kind == 1, kind == 2);
        var sizes = ArbMap.Default.GeneratorFor<int[]>();
        var property = Prop.ForAll(frame.ArrayOf().ToArbitrary(), sizes.ToArbitrary(), (frames, pieces) =>
        {
            using var input = new BufferedStream(new PieceStream(Write(frames), pieces), 100);
            var read = new List<ZmtpFrame>();
            while (ZmtpFrame.Read(input, () => Limit) is { } next)
            {
                read.Add(next);
            }

            return read.Count == frames.Length && read.Zip(frames).All(pair => IsSame(pair.First, pair.Second));
        });
        Check.QuickThrowOnFailure(property);

        static bool IsSame(ZmtpFrame one, ZmtpFrame other) =>
            one.HasMore == other.HasMore && one.IsCommand == other.IsCommand && one.Body.Span.SequenceEqual(other.Body.Span);
    }

    [Fact]
    public void Frames_have_the_octets_that_the_specification_shows()
    {
        Assert.Equal([0, 1, 65], Write(new ZmtpFrame("A"u8.ToArray(), HasMore: false, IsCommand: false)));
        Assert.Equal([1, 0], Write(new ZmtpFrame(default, HasMore: true, IsCommand: false)));
        Assert.Equal([4, 2, 1, 65], Write(new ZmtpFrame(new byte[] { 1, 65 }, HasMore: false, IsCommand: true)));
        Assert.Equal([3, 0, 0, 0, 0, 0, 0, 1, 0], Write(new ZmtpFrame(new byte[256], HasMore: true, IsCommand: false))[..9]);
    }

    [Fact]
    public void A_short_body_may_come_in_the_long_form() => Assert.Equal("A"u8.ToArray(), Read(2, 0, 0, 0, 0, 0, 0, 0, 1, 65).Body.ToArray());

    [Theory]
    [InlineData(8)]
    [InlineData(0x80)]
    [InlineData(5)]
    public void Flags_that_mean_nothing_are_refused(byte flags) => Assert.Throws<ZmtpException>(() => Read(flags, 0));

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    public void A_frame_that_announces_too_much_is_refused_before_it_comes(byte highest) =>
        Assert.Contains("is announced", Assert.Throws<ZmtpException>(() => Read(2, highest, 0, 0, 0, 0x7f, 0, 0, 0)).Message);

    [Fact]
    public void Memory_is_not_taken_for_what_is_only_announced()
    {
        byte[] announced = [2, 0, 0, 0, 0, 0x10, 0, 0, 0];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EndOfStreamException>(() => ZmtpFrame.Read(new MemoryStream(announced), () => int.MaxValue));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 10);
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 2, 65 })]
    [InlineData(new byte[] { 2, 0, 0, 0 })]
    public void A_stream_that_ends_in_a_frame_is_not_taken_for_one_that_ends_between_two(byte[] octets) =>
        Assert.Throws<EndOfStreamException>(() => ZmtpFrame.Read(new MemoryStream(octets), () => Limit));

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 5, 65 })]
    public void A_command_without_a_name_is_refused(byte[] body) => Assert.Throws<ZmtpException>(() => ZmtpCommand.Parse(body));

    [Fact]
    public void Any_octets_are_either_properties_or_refused()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            try
            {
                new ZmtpCommand("READY", octets).ReadProperties();
            }
            catch (ZmtpException)
            {
            }
        }));
    }

    [Fact]
    public void Damaged_greetings_frames_and_commands_are_read_or_refused()
    {
        byte[][] good =
        [
            [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("READY", [.. ZmtpTestClient.Property("Socket-Type", "DEALER"), .. ZmtpTestClient.Property("Identity", "me")])],
            [.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("READY", ZmtpTestClient.Property("Socket-Type", "REQ")), .. ZmtpTestClient.Message("a", "", "b"), .. ZmtpTestClient.Command("PING", 0, 9, 1)],
            [.. ZmtpTestClient.Greeting(minorVersion: 0), .. ZmtpTestClient.Command("ERROR", 2, 65, 66), 2, 0, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3],
        ];
        DamagedInputs.AreReadOrRefused(good, count: 20_000, seed: 3, Read, error => error is ZmtpException or EndOfStreamException);

        static void Read(byte[] octets)
        {
            var input = new MemoryStream(octets);
            ZmtpGreeting.Read(input);
            while (ZmtpFrame.Read(input, () => 1 << 20) is { } frame)
            {
                if (frame.IsCommand && ZmtpCommand.Parse(frame.Body) is { Name: "READY" } ready)
                {
                    ready.ReadProperties();
                }
            }
        }
    }
}
