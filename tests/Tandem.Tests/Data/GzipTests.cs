using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public class GzipTests
{
    private static readonly string _text = "user,item\n" + string.Concat(Enumerable.Range(0, 5_000).Select(row => $"u{row % 77},i{row * 7919 % 1009}\n"));

    [Fact]
    public void A_packed_file_is_read_like_the_plain_one_whatever_its_name()
    {
        using var plain = new TemporaryFile(_text);
        using var packed = new TemporaryFile(Pack(_text));
        using var json = new TemporaryFile(Pack("{\"a\": 1}\n"));
        Assert.Equal(Table.ReadCsv(plain.Path).Column<StringColumn>("item").Codes, Table.ReadCsv(packed.Path).Column<StringColumn>("item").Codes);
        Assert.Equal(1, Table.ReadJsonLines(json.Path).RowCount);
    }

    [Fact]
    public void Several_members_are_one_file()
    {
        using var file = new TemporaryFile([.. Pack("a,b\n1,"), .. Pack("2\n3,4\n"), .. Pack("")]);
        Assert.Equal([2L, 4L], Table.ReadCsv(file.Path).Column<LongColumn>("b").Values);
    }

    [Fact]
    public void Wherever_a_packed_file_breaks_off_it_is_refused()
    {
        byte[] packed = [.. Pack(_text[..5_000]), .. Pack(_text[5_000..])];
        foreach (var length in Enumerable.Range(2, 40).Concat(Enumerable.Range(packed.Length - 40, 40)).Concat(Enumerable.Range(0, 50).Select(i => 50 + i * (packed.Length - 100) / 50)))
        {
            AssertRefused(packed[..length]);
        }
    }

    [Fact]
    public void A_changed_bit_is_noticed()
    {
        var packed = Pack(_text);

        // The bits of the header's time and system mean nothing for the content.
        var bits = Gen.Choose(10 * 8, packed.Length * 8 - 1).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(bits, bit =>
        {
            var changed = (byte[])packed.Clone();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            AssertRefused(changed);
        }));
    }

    [Fact]
    public void An_empty_packed_file_is_empty()
    {
        using var file = new TemporaryFile(Pack(""));
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path)).Message);
    }

    internal static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static void AssertRefused(byte[] bytes)
    {
        using var file = new TemporaryFile(bytes);
        var error = Assert.Throws<InvalidDataException>(() => Table.ReadCsv(file.Path));
        Assert.StartsWith($"{file.Path} is a gzip file that is damaged or not complete: get it again.", error.Message);
    }
}
