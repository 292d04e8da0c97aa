using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class SavedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("saved.tandem");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_flipped_byte_is_refused()
    {
        var bytes = Saved();
        for (var position = 0; position < bytes.Length; position++)
        {
            AssertRefused(Flipped(bytes, position, 1 << (position % 8)));
        }
    }

    [Fact]
    public void Every_altered_byte_truncation_and_addition_is_refused()
    {
        var bytes = Saved();
        var positions = Gen.Choose(0, bytes.Length - 1).ToArbitrary();
        Check.QuickThrowOnFailure(Prop.ForAll(positions, Gen.Choose(1, 255).ToArbitrary(), (position, mask) => AssertRefused(Flipped(bytes, position, mask))));
        Check.QuickThrowOnFailure(Prop.ForAll(positions, length => AssertRefused(bytes[..length])));
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), more => AssertRefused([.. bytes, .. new byte[more]])));
    }

    [Fact]
    public void The_reason_tells_what_happened()
    {
        var bytes = Saved();

        Assert.Contains($"truncated, {bytes.Length - 1} bytes of {bytes.Length}", AssertRefused(bytes[..^1]));
        Assert.Contains("should have", AssertRefused([.. bytes, 0]));
        Assert.Contains("checksum", AssertRefused(Flipped(bytes, bytes.Length / 2, 1)));
        Assert.Contains("version 2", AssertRefused(Flipped(bytes, 8, 3)));
        Assert.Contains("not a file that this library saved", AssertRefused(Flipped(bytes, 0, 1)));
        Assert.Contains("not a file that this library saved", AssertRefused([]));
    }

    [Fact]
    public void Every_value_comes_back()
    {
        SavedKinds.Register<Everything>("test_everything", (everything, state) => everything.Save(state), Everything.Load);
        Check.QuickThrowOnFailure(Prop.ForAll<long, double, string[]>((whole, number, texts) =>
        {
            var saved = new Everything(whole, number, texts is null ? [] : [.. texts.Where(text => text is not null && IsWellFormed(text))]);
            SavedObjects.Save(FilePath, saved);
            var loaded = SavedObjects.Load<Everything>(FilePath);
            Assert.Equal(saved.Whole, loaded.Whole);
            Assert.Equal(BitConverter.DoubleToInt64Bits(saved.Number), BitConverter.DoubleToInt64Bits(loaded.Number));
            Assert.Equal(saved.Texts, loaded.Texts);
        }));
        foreach (var number in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -0.0])
        {
            SavedObjects.Save(FilePath, new Everything(0, number, []));
            Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(SavedObjects.Load<Everything>(FilePath).Number));
        }
    }

    [Fact]
    public void A_field_of_another_type_is_an_error_that_names_it()
    {
        SavedKinds.Register<Mistaken>("test_mistaken", (_, state) => state.Write("size", "large"), state => new Mistaken(state.Int("size")));
        SavedObjects.Save(FilePath, new Mistaken(1));

        var error = Assert.Throws<InvalidDataException>(() => SavedObjects.Load<Mistaken>(FilePath));

        Assert.Contains("\"size\" of a test_mistaken", error.Message);
    }

    [Fact]
    public void What_cannot_be_saved_says_how_to_make_it_so() =>
        Assert.Contains("SavedKinds.Register<Version>", Assert.Throws<NotSupportedException>(() => SavedObjects.Save(FilePath, new Version(1, 0))).Message);

    private byte[] Saved()
    {
        SavedObjects.Save(FilePath, Tower.Of(Feature.Id("user", new StringColumn("user", ["Ann", "Bob", "Zoë"]), 3)).WithDense(2));
        return File.ReadAllBytes(FilePath);
    }

    private static byte[] Flipped(byte[] bytes, int position, int mask)
    {
        var altered = bytes.ToArray();
        altered[position] ^= (byte)mask;
        return altered;
    }

    private string AssertRefused(byte[] bytes)
    {
        File.WriteAllBytes(FilePath, bytes);
        return Assert.Throws<InvalidDataException>(() => SavedObjects.Load<Tower>(FilePath)).Message;
    }

    private static bool IsWellFormed(string text)
    {
        try
        {
            _ = new System.Text.UTF8Encoding(false, true).GetByteCount(text);
            return true;
        }
        catch (System.Text.EncoderFallbackException)
        {
            return false;
        }
    }

    private sealed record Mistaken(int Size);

    private sealed record Everything(long Whole, double Number, string[] Texts)
    {
        public void Save(StateWriter state)
        {
            state.Write("whole", Whole);
            state.Write("number", Number);
            state.Write("texts", Texts);
            state.Write("nothing", (string?)null);
            state.Write("flag", Whole > 0);
            state.Write("choice", ColumnType.Long);
            state.Write("floats", [(float)Number]);
            state.Write("doubles", [Number]);
            state.Write("ints", [(int)Whole]);
            state.Write("longs", [Whole]);
            state.Write("tensor", Tensor.From([1f, 2f], new Shape(2, 1)));
        }

        public static Everything Load(StateReader state)
        {
            Assert.Null(state.Text("nothing"));
            Assert.False(state.Has("nothing"));
            Assert.Equal(state.Long("whole") > 0, state.Bool("flag"));
            Assert.Equal(ColumnType.Long, state.Choice<ColumnType>("choice"));
            Assert.Equal([(float)state.Double("number")], state.Floats("floats"));
            Assert.Equal([state.Double("number")], state.Doubles("doubles"));
            Assert.Equal([(int)state.Long("whole")], state.Ints("ints"));
            Assert.Equal([state.Long("whole")], state.Longs("longs"));
            Assert.Equal(new Shape(2, 1), state.Tensor("tensor").Shape);
            return new Everything(state.Long("whole"), state.Double("number"), state.Texts("texts"));
        }
    }
}
