using Tandem.Tensors;

namespace Tandem;

/// <summary>The library's own kinds. Towers and what they are made of come back from a file by themselves, without the data they were adapted to.</summary>
internal static class BuiltInKinds
{
    public static void Register()
    {
        RegisterLookups();
        RegisterFeatures();
        RegisterLayers();
    }

    private static void RegisterLookups() => SavedKinds.Register<StringLookup>(
        "string_lookup",
        (lookup, state) =>
        {
            state.Write("mask_token", lookup.MaskToken);
            state.Write("out_of_vocabulary_indices", lookup.OutOfVocabularyIndices);
            state.Write("vocabulary", lookup.Vocabulary[lookup.ReservedIndices..]);
            state.Write("inverse_document_frequencies", lookup.InverseDocumentFrequencies);
        },
        state => new StringLookup(
            state.Texts("vocabulary"), state.Text("mask_token"), state.Int("out_of_vocabulary_indices"), state.Floats("inverse_document_frequencies")));

    private static void RegisterFeatures()
    {
        SavedKinds.Register<IdFeature>(
            "id",
            (feature, state) =>
            {
                state.Write("column", feature.Column);
                state.WritePart("lookup", feature.Lookup);
                state.WritePart("embedding", feature.Layer);
            },
            state => new IdFeature(state.Text("column")!, state.Part<StringLookup>("lookup"), state.Part<Embedding>("embedding")));
        SavedKinds.Register<NumberFeature>(
            "number",
            (feature, state) => state.Write("column", feature.Column),
            state => new NumberFeature(state.Text("column")!));
    }

    private static void RegisterLayers()
    {
        SavedKinds.Register<Dense>(
            "dense",
            (layer, state) =>
            {
                state.Write("name", layer.Name);
                state.Write("inputs", layer.Kernel.Value.Shape[0]);
                state.Write("units", layer.Kernel.Value.Shape[1]);
                state.Write("activation", layer.Activation);
            },
            state => new Dense(state.Text("name")!, state.Int("inputs"), state.Int("units"), state.Choice<Activation>("activation")));
        SavedKinds.Register<Embedding>(
            "embedding",
            (layer, state) =>
            {
                state.Write("name", layer.Table.Name);
                state.Write("vocabulary_size", layer.VocabularySize);
                state.Write("dimension", layer.Dimension);
                state.Write("padding_id", layer.PaddingId ?? -1);
            },
            state => new Embedding(
                new Parameter(state.Text("name")!, Tensor.Zeros(new Shape(state.Int("vocabulary_size"), state.Int("dimension")))),
                state.Int("padding_id") is >= 0 and var padding ? padding : null));
        SavedKinds.Register<Tower>(
            "tower",
            (tower, state) =>
            {
                state.WriteParts("features", tower.Features);
                state.WriteParts("layers", tower.Layers);
            },
            state => new Tower(state.Parts<Feature>("features"), state.Parts<Dense>("layers")));
    }
}
