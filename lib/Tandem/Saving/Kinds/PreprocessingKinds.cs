using Tandem.Tensors;

namespace Tandem;

/// <summary>Preprocessing as files hold it: what was given or learnt from data, so that serving repeats training exactly.</summary>
internal static class PreprocessingKinds
{
    /// <summary>The indices before a text vocabulary's: padding and unknown tokens.</summary>
    private const int ReservedTokens = 2;

    public static void Register()
    {
        RegisterLookups();
        RegisterNumbers();
        RegisterHashes();
        SavedKinds.Register<TextVectorization>("text_vectorization", SaveText, LoadText);
        SavedKinds.Register<CategoryEncoding>(
            "category_encoding",
            (encoding, state) =>
            {
                state.Write("size", encoding.Size);
                state.Write("mode", encoding.Mode);
                state.Write("weights", encoding.Weights);
            },
            state => new CategoryEncoding(state.Int("size"), state.Choice<EncodingMode>("mode"), state.Floats("weights")));
    }

    private static void RegisterLookups()
    {
        SavedKinds.Register<StringLookup>(
            "string_lookup",
            (lookup, state) =>
            {
                state.Write("mask_token", lookup.MaskToken);
                state.Write("out_of_vocabulary_indices", lookup.OutOfVocabularyIndices);
                state.Write("vocabulary", lookup.Vocabulary[lookup.ReservedIndices..]);
                state.Write("inverse_document_frequencies", lookup.InverseDocumentFrequencies);
            },
            state => new StringLookup(
                state.Texts("vocabulary"), state.Text("mask_token"), state.IndexCount("out_of_vocabulary_indices"), state.Floats("inverse_document_frequencies")));
        SavedKinds.Register<IntegerLookup>(
            "integer_lookup",
            (lookup, state) =>
            {
                state.Write("mask_value", lookup.MaskValue);
                state.Write("out_of_vocabulary_indices", lookup.OutOfVocabularyIndices);
                state.Write("vocabulary", lookup.Vocabulary[lookup.ReservedIndices..]);
                state.Write("inverse_document_frequencies", lookup.InverseDocumentFrequencies);
            },
            state => new IntegerLookup(
                state.Longs("vocabulary"), state.OptionalLong("mask_value"), state.IndexCount("out_of_vocabulary_indices"), state.Floats("inverse_document_frequencies")));
        SavedKinds.Register<Bags>(
            "bags",
            (bags, state) =>
            {
                state.Write("offsets", bags.Offsets);
                state.Write("ids", bags.Ids);
                state.Write("weights", bags.Weights);
            },
            state => new Bags(state.Ints("offsets"), state.Ints("ids"), state.Floats("weights")));
        SavedKinds.Register<Histories>(
            "histories",
            (histories, state) =>
            {
                state.WritePart("users", histories.Users);
                state.WritePart("items", histories.Items);
                state.WritePart("bags", histories.Bags);
            },
            state => new Histories(state.Part<StringLookup>("users"), state.Part<StringLookup>("items"), state.Part<Bags>("bags")));
    }

    private static void RegisterNumbers()
    {
        SavedKinds.Register<Normalization>(
            "normalization",
            (normalization, state) =>
            {
                state.Write("means", normalization.Means);
                state.Write("variances", normalization.Variances);
            },
            state => new Normalization(state.Doubles("means"), state.Doubles("variances")));
        SavedKinds.Register<Discretization>(
            "discretization",
            (discretization, state) => state.Write("boundaries", discretization.Boundaries),
            state => new Discretization(state.Doubles("boundaries")));
    }

    private static void RegisterHashes()
    {
        SavedKinds.Register<Hashing>(
            "hashing",
            (hashing, state) =>
            {
                state.Write("bins", hashing.VocabularySize);
                state.Write("mask_value", hashing.MaskValue);
                state.Write("salt", hashing.Salt is { } salt ? [unchecked((long)salt.First), unchecked((long)salt.Second)] : (long[])[]);
            },
            state => new Hashing(
                state.Int("bins"), state.Text("mask_value"), state.Longs("salt") is [var first, var second] ? unchecked(((ulong)first, (ulong)second)) : null));
        SavedKinds.Register<HashedCrossing>(
            "hashed_crossing",
            (crossing, state) => state.Write("bins", crossing.Bins),
            state => new HashedCrossing(state.Int("bins")));
    }

    private static void SaveText(TextVectorization text, StateWriter state)
    {
        state.Write("standardization", text.Options.Standardization);
        state.Write("separator", text.Options.Separator);
        state.Write("smallest_n_gram", text.Options.SmallestNGram);
        state.Write("largest_n_gram", text.Options.LargestNGram);
        state.Write("length", text.Options.Length);
        state.Write("vocabulary", text.Vocabulary[ReservedTokens..]);
        state.Write("inverse_document_frequencies", text.InverseDocumentFrequencies);
    }

    private static TextVectorization LoadText(StateReader state)
    {
        var options = new TextOptions
        {
            Standardization = state.Choice<TextStandardization>("standardization"),
            Separator = state.Text("separator"),
            SmallestNGram = state.Int("smallest_n_gram"),
            LargestNGram = state.Int("largest_n_gram"),
            Length = state.OptionalInt("length"),
        };
        return new TextVectorization(state.Texts("vocabulary"), options, state.Floats("inverse_document_frequencies"));
    }
}
