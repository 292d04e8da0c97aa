namespace Tandem.Tests.Features;

public class StringLookupTests
{
    [Fact]
    public void Index_0_is_for_what_is_outside_the_vocabulary()
    {
        var lookup = new StringLookup(["b", "a"]);
        Assert.Equal(3, lookup.VocabularySize);
        Assert.Equal((0, 1, 2), (lookup["zzz"], lookup["b"], lookup["a"]));
        Assert.Equal("[UNK]", lookup.Token(0));
        Assert.Equal("a", lookup.Token(2));
    }

    [Fact]
    public void With_a_mask_token_index_0_is_the_mask_and_rows_without_a_value_get_it()
    {
        var lookup = new StringLookup(["b", "a"], maskToken: "");
        Assert.Equal([2, 0, 0, 1], lookup.Apply(Column.Of("x", (string?[])["b", null, "", "?"])));
    }

    [Fact]
    public void Forbidding_what_is_outside_the_vocabulary_names_id_column_and_row()
    {
        var lookup = new StringLookup(["1", "2"], outOfVocabularyIndices: 0);
        Assert.Equal(2, lookup.VocabularySize);
        Assert.Equal([1, 0], lookup.Apply(Column.Of("user_id", (string[])["2", "1"])));
        var error = Assert.Throws<ArgumentException>(() => lookup.Apply(Column.Of("user_id", (string[])["2", "99"])));
        Assert.Contains("Column 'user_id', row 1: '99' is not in the vocabulary of 2 texts", error.Message);
        Assert.Contains("'99'", Assert.Throws<ArgumentException>(() => lookup["99"]).Message);
    }

    [Fact]
    public void A_forbidden_text_that_no_row_has_any_more_does_no_harm()
    {
        var rows = Column.Of("x", (string[])["a", "b", "a"]).Take([0, 2]);
        Assert.Equal([0, 0], new StringLookup(["a"], outOfVocabularyIndices: 0).Apply(rows));
        Assert.Equal(["[UNK]", "a"], StringLookup.Adapt(rows).Vocabulary);
    }

    [Fact]
    public void A_row_without_a_value_is_an_error_without_a_mask_token()
    {
        var error = Assert.Throws<ArgumentException>(() => new StringLookup(["a"]).Apply(Column.Of("x", (string?[])["a", null])));
        Assert.Contains("Column 'x', row 1: there is no value", error.Message);
    }

    [Fact]
    public void Numbers_are_looked_up_by_their_text()
    {
        var ids = Column.Of("id", (long[])[7, 42, 7]);
        var lookup = StringLookup.Adapt(ids);
        Assert.Equal(["[UNK]", "7", "42"], lookup.Vocabulary);
        Assert.Equal([1, 2, 1], lookup.Apply(ids));
    }

    [Fact]
    public void Ties_are_in_descending_order_of_code_points()
    {
        var lookup = StringLookup.Adapt(Column.Of("x", (string[])["a", "\uFFFD", "\U0001F600", "é", "ab", "Z"]));
        Assert.Equal(["[UNK]", "\U0001F600", "\uFFFD", "é", "ab", "a", "Z"], lookup.Vocabulary);
    }

    [Fact]
    public void A_vocabulary_with_repetitions_or_reserved_texts_is_refused()
    {
        Assert.Contains("'a' 2 times", Assert.Throws<ArgumentException>(() => new StringLookup(["a", "b", "a"])).Message);
        Assert.Contains("'[UNK]', which the lookup adds itself", Assert.Throws<ArgumentException>(() => new StringLookup(["[UNK]"])).Message);
    }

    [Fact]
    public void A_column_without_values_has_no_vocabulary()
    {
        var error = Assert.Throws<ArgumentException>(() => StringLookup.Adapt(Column.Of("x", (string?[])[null])));
        Assert.Contains("Column 'x' has no values", error.Message);
    }

    [Fact]
    public void Indices_and_sizes_out_of_range_are_refused()
    {
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new StringLookup(["a"]).Token(2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => StringLookup.Adapt(Column.Of("x", (string[])["a"]), maxTokens: 1));
    }
}
