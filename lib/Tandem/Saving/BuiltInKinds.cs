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
            state.Write("allow_out_of_vocabulary", lookup.AllowsOutOfVocabulary);
            state.Write("vocabulary", lookup.Vocabulary[lookup.SpecialTokens..]);
        },
        state => new StringLookup(state.Texts("vocabulary"), state.Text("mask_token"), state.Bool("allow_out_of_vocabulary")));

    private static void RegisterFeatures()
    {
        SavedKinds.Register<IdFeature>(
            "id",
            (feature, state) =>
            {
                state.Write("column", feature.Column);
                state.Write("dimension", feature.Dimension);
                state.WritePart("lookup", feature.Lookup);
            },
            state => new IdFeature(state.Text("column")!, state.Part<StringLookup>("lookup"), state.Int("dimension"), seed: 0));
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
