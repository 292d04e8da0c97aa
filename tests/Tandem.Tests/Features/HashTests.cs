using System.Text;

namespace Tandem.Tests.Features;

/// <summary>Hashes decide which row of a table a value trains, so they must never change.</summary>
public sealed class HashTests
{
    /// <summary>Fingerprints of (0·7+3, 1·7+3, …) mod 256 of each length, by Google's own implementation in C++.</summary>
    public static TheoryData<int, ulong> Fingerprints => new()
    {
        { 0, 11160318154034397263 },
        { 1, 13745158429558087051 },
        { 3, 4662423180930907492 },
        { 4, 17566270577251613586 },
        { 7, 5759834791111993764 },
        { 8, 907454142650066470 },
        { 16, 9140634717936656744 },
        { 17, 14506534093795057959 },
        { 32, 11907377154618496232 },
        { 33, 14001582926318596329 },
        { 64, 389040666157116578 },
        { 65, 8638051931306504420 },
        { 128, 7379187116787024497 },
        { 129, 10961879714037014659 },
        { 200, 7886090686657605591 },
        { 257, 7332089022957943702 },
    };

    [Theory]
    [MemberData(nameof(Fingerprints))]
    public void FarmHash_is_Googles(int length, ulong fingerprint) =>
        Assert.Equal(fingerprint, FarmHash.Fingerprint([.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + 3))]));

    [Fact]
    public void SipHash_is_that_of_its_authors()
    {
        // The example of the paper's appendix.
        byte[] bytes = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
        Assert.Equal(0xa129ca6149be45e5, SipHash.Hash(bytes, (0x0706050403020100, 0x0f0e0d0c0b0a0908)));
        Assert.NotEqual(SipHash.Hash("a", (1, 2)), SipHash.Hash("a", (2, 1)));
        Assert.Equal(SipHash.Hash("ä", (1, 2)), SipHash.Hash(Encoding.UTF8.GetBytes("ä"), (1, 2)));
    }

    [Fact]
    public void Bins_are_those_of_the_examples_in_Keras_documentation()
    {
        var texts = Column.Of("x", (string[])["A", "B", "C", "D", "E"]);
        Assert.Equal([1, 0, 1, 1, 2], new Hashing(3).Apply(texts));
        Assert.Equal([1, 1, 0, 2, 2], new Hashing(3, maskValue: "").Apply(Column.Of("x", (string?[])["A", "B", null, "C", "D"])));
        Assert.Equal([1, 2, 1, 0, 2], new Hashing(3, salt: (133, 137)).Apply(texts));
        Assert.Equal([0, 0, 2, 1, 0], new Hashing(3, salt: (133, 133)).Apply(texts));
    }

    [Fact]
    public void Bins_of_whole_numbers_are_those_of_Keras_own_tests()
    {
        var numbers = Column.Of("x", (long[])[0, 1, 2, 3, 4]);
        Assert.Equal([1, 0, 1, 0, 2], new Hashing(3).Apply(numbers));
        Assert.Equal([1, 1, 2, 0, 1], new Hashing(3, salt: (133, 137)).Apply(numbers));
    }

    [Fact]
    public void Crosses_are_those_of_the_example_in_Keras_documentation()
    {
        var (texts, numbers) = (Column.Of("a", (string[])["A", "B", "A", "B", "A"]), Column.Of("b", (long[])[101, 101, 101, 102, 102]));
        Assert.Equal([1, 4, 1, 1, 3], new HashedCrossing(5).Apply(texts, numbers));
        Assert.Equal(1f, new HashedCrossing(5).Encode(texts, numbers).ToArray()[1]);
    }

    [Fact]
    public void Bins_that_cannot_be_and_rows_without_a_value_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Hashing(0));
        Assert.Contains("at least 2 bins", Assert.Throws<ArgumentOutOfRangeException>(() => new Hashing(1, maskValue: "")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HashedCrossing(0));
        var holed = Column.Of("x", (string?[])["a", null]);
        Assert.Contains("Column 'x', row 1", Assert.Throws<ArgumentException>(() => new Hashing(3).Apply(holed)).Message);
        Assert.Contains("Column 'x', row 1", Assert.Throws<ArgumentException>(() => new HashedCrossing(3).Apply(holed, holed)).Message);
        Assert.Contains("at least two columns", Assert.Throws<ArgumentException>(() => new HashedCrossing(3).Apply(holed)).Message);
        Assert.Contains("has 1 rows", Assert.Throws<ArgumentException>(() => new HashedCrossing(3).Apply(Column.Of("y", (long[])[1, 2]), holed.Take([0]))).Message);
    }
}
