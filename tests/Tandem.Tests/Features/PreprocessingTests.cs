using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests.Features;

public sealed class PreprocessingTests
{
    [Fact]
    public void Whole_numbers_have_masks_several_unknown_indices_and_an_inverse()
    {
        var lookup = new IntegerLookup([12, 36], maskValue: 0, outOfVocabularyIndices: 3);

        // Unknown numbers fall by their remainder, as in Keras; −1 mod 3 is 2.
        Assert.Equal([4, 0, 0, 1, 3, 5], lookup.Apply(Column.Of("x", (long?[])[12, null, 0, 9, -1, 36])));
        Assert.Equal([0, -1, -1, -1, 12, 36], lookup.Vocabulary);
        Assert.Equal((4, 36), (lookup[12], lookup.Value(5)));
        Assert.Equal((4, 6), (lookup.ReservedIndices, lookup.VocabularySize));
        Assert.Equal([1f, 0, 0, 0, 0, 0, 0, 0, 0, 1], lookup.Encode(Column.Of("x", (long[])[9, 36]), EncodingMode.OneHot).ToArray());
    }

    [Fact]
    public void Errors_of_a_number_lookup_name_column_and_row()
    {
        var strict = new IntegerLookup([1, 2], outOfVocabularyIndices: 0);
        Assert.Contains("Column 'x', row 1: 7", Assert.Throws<ArgumentException>(() => strict.Apply(Column.Of("x", (long[])[1, 7]))).Message);
        Assert.Contains("7 is not in the vocabulary", Assert.Throws<ArgumentException>(() => strict[7]).Message);
        Assert.Contains("Column 'x', row 1: there is no value", Assert.Throws<ArgumentException>(() => strict.Apply(Column.Of("x", (long?[])[1, null]))).Message);
        Assert.Contains("holds Double", Assert.Throws<ArgumentException>(() => strict.Apply(Column.Of("x", (double[])[1]))).Message);
        Assert.Contains("'5' 2 times, at positions 0 and 2", Assert.Throws<ArgumentException>(() => new IntegerLookup([5, 6, 5])).Message);
        Assert.Contains("'-1', which the lookup adds itself", Assert.Throws<ArgumentException>(() => new IntegerLookup([5, -1])).Message);
        Assert.Equal(0, new IntegerLookup([-1], outOfVocabularyIndices: 0)[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntegerLookup([1], outOfVocabularyIndices: -1));
        Assert.Throws<ArgumentException>(() => IntegerLookup.Adapt(Column.Of("x", (long?[])[null])));
    }

    [Fact]
    public void Inverse_document_frequencies_weigh_rare_values_more_and_unknown_ones_like_the_average()
    {
        var lookup = StringLookup.Adapt(Column.Of("x", (string[])["a", "a", "a", "b"]), tfIdf: true);
        var (a, b) = (MathF.Log(1 + (4 / 4f)), MathF.Log(1 + (4 / 2f)));

        GoldenValues.AssertClose([0, a, 0, 0, 0, b, (a + b) / 2, 0, 0], lookup.Encode(Column.Of("x", (string[])["a", "b", "?"]), EncodingMode.TfIdf).ToArray(), 1e-6);
        var plain = new StringLookup(["a"]);
        Assert.Contains("adapt it with tfIdf: true", Assert.Throws<InvalidOperationException>(() => plain.Encode(Column.Of("x", (string[])["a"]), EncodingMode.TfIdf)).Message);
        Assert.Contains("1 inverse document frequencies do not fit 2 tokens", Assert.Throws<ArgumentException>(() => new StringLookup(["a", "b"], inverseDocumentFrequencies: [1f])).Message);
        Assert.Contains("token 0 is NaN", Assert.Throws<ArgumentException>(() => new StringLookup(["a"], inverseDocumentFrequencies: [float.NaN])).Message);
    }

    [Fact]
    public void Lookups_and_texts_are_rebuilt_from_their_state()
    {
        var texts = Column.Of("x", (string[])["b a", "a", "c-d"]);
        var lookup = StringLookup.Adapt(texts, maskToken: "a", outOfVocabularyIndices: 2, tfIdf: true);
        var again = new StringLookup(lookup.Vocabulary[lookup.ReservedIndices..].ToArray(), lookup.MaskToken, lookup.OutOfVocabularyIndices, lookup.InverseDocumentFrequencies);
        Assert.Equal(lookup.Encode(texts, EncodingMode.TfIdf).ToArray(), again.Encode(texts, EncodingMode.TfIdf).ToArray());

        var text = TextVectorization.Adapt(texts, new TextOptions { LargestNGram = 2 }, tfIdf: true);
        var same = new TextVectorization(text.Vocabulary[2..].ToArray(), text.Options, text.InverseDocumentFrequencies);
        Assert.Equal(text.Encode(texts, EncodingMode.TfIdf).ToArray(), same.Encode(texts, EncodingMode.TfIdf).ToArray());
    }

    [Fact]
    public void Times_are_normalised_to_the_second()
    {
        var start = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var times = Column.Of("t", Enumerable.Range(0, 11).Select(second => start.AddSeconds(second)));
        var normalization = Normalization.Adapt(times);

        GoldenValues.AssertClose(
            [.. Enumerable.Range(0, 11).Select(second => (second - 5) / MathF.Sqrt(10))], normalization.Apply(times).ToArray(), 1e-6, ofLargest: 1e-6);
        Assert.Equal(1577836800 + 5, normalization.Means[0], 1e-6);
        Assert.Equal(1577836805, normalization.Invert(normalization.Apply(1577836805)), 1e-3);
    }

    [Fact]
    public void Numbers_without_variance_stay_finite()
    {
        var same = Column.Of("x", (double[])[3, 3]);
        Assert.Equal([0f, 0], Normalization.Adapt(same).Apply(same).ToArray());
    }

    [Fact]
    public void Normalisations_that_cannot_be_are_refused()
    {
        Assert.Contains("Column \"x\", row 1", Assert.Throws<InvalidDataException>(() => Normalization.Adapt(Column.Of("x", (double[])[1, double.NaN]))).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => Normalization.Adapt(Column.Of("x", (double[])[]))).Message);
        Assert.Contains("columns 0 to 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization([0], [1]).Apply(2.5, column: 1)).Message);
        Assert.Contains("0 means", Assert.Throws<ArgumentException>(() => Normalization.Adapt()).Message);
        Assert.Contains("Column 1 has mean 0 and variance -1", Assert.Throws<ArgumentException>(() => new Normalization([0, 0], [1, -1])).Message);
        var one = new Normalization([0], [1]);
        Assert.Contains("1 columns, and was given 2", Assert.Throws<ArgumentException>(() => one.Apply(Column.Of("x", (long[])[1]), Column.Of("y", (long[])[1]))).Message);
    }

    [Fact]
    public void Buckets_hold_as_many_rows_each_as_can_be()
    {
        var values = Column.Of("x", Enumerable.Range(0, 1000).Select(i => (double)((i * 617) % 1000)));
        var discretization = Discretization.Adapt(values, 8);
        Assert.All(discretization.Apply(values).CountBy(bucket => bucket), bucket => Assert.InRange(bucket.Value, 124, 126));
        Assert.Equal(discretization.Apply(values), new Discretization(discretization.Boundaries).Apply(values));
    }

    [Fact]
    public void A_value_that_fills_several_buckets_makes_fewer_of_them()
    {
        var values = Column.Of("x", (long[])[1, 1, 1, 1, 1, 1, 2, 3]);
        Assert.Equal([0, 1, 2], Discretization.Adapt(values, 8).Apply(Column.Of("y", (long[])[0, 1, 3])).Distinct());
        Assert.True(Discretization.Adapt(values, 8).VocabularySize < 8);
    }

    [Fact]
    public void Boundaries_out_of_order_and_values_without_a_bucket_are_refused()
    {
        Assert.Contains("boundary 2, 1", Assert.Throws<ArgumentException>(() => new Discretization(0, 2, 1)).Message);
        Assert.Contains("boundary 1, 2", Assert.Throws<ArgumentException>(() => new Discretization(2, 2)).Message);
        Assert.Contains("Boundary 0 is NaN", Assert.Throws<ArgumentException>(() => new Discretization(double.NaN)).Message);
        Assert.Throws<ArgumentException>(() => new Discretization());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Discretization(1)[double.NaN]);
        Assert.Contains("Column \"x\", row 0", Assert.Throws<InvalidDataException>(() => new Discretization(1).Apply(Column.Of("x", (double[])[double.NaN]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Discretization.Adapt(Column.Of("x", (long[])[1]), 1));
        Assert.Throws<ArgumentException>(() => Discretization.Adapt(Column.Of("x", (long[])[]), 2));
    }

    [Fact]
    public void Texts_are_split_at_a_separator_or_into_characters()
    {
        var genres = Column.Of("genres", (string[])["Action|Sci-Fi", "Drama", "", "Action"]);
        var text = TextVectorization.Adapt(genres, new TextOptions { Standardization = TextStandardization.None, Separator = "|" });

        Assert.Equal(["", "[UNK]", "Action", "Sci-Fi", "Drama"], text.Vocabulary);
        Assert.Equal([2, 3], text.Apply(genres)[0]);
        Assert.Equal([0, 2, 3, 3, 4], text.Apply(genres).Offsets);
        var letters = TextVectorization.Adapt(Column.Of("x", (string[])["ba", "b😀"]), new TextOptions { Separator = "" });
        Assert.Equal(["", "[UNK]", "b", "😀", "a"], letters.Vocabulary);
        Assert.Equal([3, 2, 1], letters["😀b?"[..3] + "z"]);
    }

    [Theory]
    [InlineData(TextStandardization.LowerAndStripPunctuation, "ätÄ", "aÄb")]
    [InlineData(TextStandardization.Lower, "ät.Ä", "a.Äb")]
    [InlineData(TextStandardization.StripPunctuation, "ÄTÄ", "AÄB")]
    [InlineData(TextStandardization.None, "A.ÄB", "A.ÄB")]
    public void Standardisation_lowers_the_letters_A_to_Z_only(TextStandardization standardization, string absent, string token)
    {
        var text = new TextVectorization([token], new TextOptions { Standardization = standardization });
        Assert.Equal([2], text["A.ÄB"]);
        Assert.True(absent == token || text[absent] is [1]);
    }

    [Fact]
    public void Texts_that_cannot_be_read_are_refused()
    {
        Assert.Contains("Column 'x', row 1", Assert.Throws<ArgumentException>(() => new TextVectorization(["a"]).Apply(Column.Of("x", (string?[])["a", null]))).Message);
        Assert.Throws<ArgumentException>(() => TextVectorization.Adapt(Column.Of("x", (string?[])[null])));
        Assert.Throws<ArgumentException>(() => new TextVectorization(["a"], new TextOptions { LargestNGram = 0 }));
        Assert.Throws<ArgumentException>(() => new TextVectorization(["a"], new TextOptions { Length = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextVectorization(["a"], new TextOptions { Standardization = (TextStandardization)9 }));
        Assert.Throws<ArgumentException>(() => new TextVectorization(["a", "a"]));
    }

    [Fact]
    public void Encodings_refuse_indices_they_have_no_column_for()
    {
        Assert.Contains("Row 1, position 0: index 4", Assert.Throws<ArgumentException>(() => new CategoryEncoding(4, EncodingMode.OneHot).Apply([3, 4])).Message);
        Assert.Contains("Row 1 has 2 indices", Assert.Throws<ArgumentException>(() => new CategoryEncoding(4, EncodingMode.OneHot).Apply(Bags.Of([1], [0, 2]))).Message);
        Assert.Contains("takes 4 weights", Assert.Throws<ArgumentException>(() => new CategoryEncoding(4, EncodingMode.TfIdf)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryEncoding(0));
        Assert.Contains("MultiHot", Assert.Throws<ArgumentOutOfRangeException>(() => new CategoryEncoding(4, (EncodingMode)9)).Message);
        Assert.Equal([0f, 2.5f, 1], new CategoryEncoding(3, EncodingMode.Count).Apply(new Bags([0, 3], [1, 2, 1], [0.5f, 1, 2])).ToArray());
        Assert.Equal([0f, 0, 3], new CategoryEncoding(3, EncodingMode.TfIdf, [1f, 1, 1.5f]).Apply(Bags.Of([2, 2])).ToArray());
    }

    [Fact]
    public void Any_texts_come_back_from_their_indices_and_any_bucket_is_in_range()
    {
        var texts = Gen.NonEmptyListOf(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get));
        Prop.ForAll(Arb.From(Gen.Zip(texts, Gen.Choose(1, 9))), drawn =>
        {
            var column = new StringColumn("x", drawn.Item1);
            var lookup = StringLookup.Adapt(column, outOfVocabularyIndices: drawn.Item2);
            var indices = lookup.Apply(column);
            var hashing = new Hashing(drawn.Item2);
            return drawn.Item1.Zip(indices).All(pair => pair.First == StringLookup.OutOfVocabularyToken || lookup.Token(pair.Second) == pair.First)
                && drawn.Item1.All(text => lookup[text + "?!"] < lookup.VocabularySize)
                && hashing.Apply(column).All(bin => bin >= 0 && bin < drawn.Item2);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_bucket_is_the_number_of_boundaries_that_do_not_exceed_the_value()
    {
        var numbers = Gen.NonEmptyListOf(Gen.Choose(-50, 50).Select(number => number / 4.0));
        Prop.ForAll(Arb.From(Gen.Zip(numbers, numbers)), drawn =>
        {
            var boundaries = drawn.Item1.Distinct().Order().ToArray();
            var buckets = new Discretization(boundaries).Apply(Column.Of("x", drawn.Item2));
            return drawn.Item2.Zip(buckets).All(pair => pair.Second == boundaries.Count(boundary => boundary <= pair.First));
        }).QuickCheckThrowOnFailure();
    }
}
