namespace Tandem;

/// <summary>The library's own kinds. Towers and what they are made of come back from a file by themselves, without the data they were adapted to.</summary>
internal static class BuiltInKinds
{
    public static void Register()
    {
        PreprocessingKinds.Register();
        LayerKinds.Register();
        FeatureKinds.Register();
        IndexKinds.Register();
        TableKinds.Register();
        SavedKinds.Register<Tower>(
            "tower",
            (tower, state) =>
            {
                state.WriteParts("features", tower.Features);
                state.WriteParts("layers", tower.Layers);
            },
            state => state.Parts<TensorLayer>("layers").Aggregate(Tower.Of(state.Parts<Feature>("features")), (tower, layer) => tower.With(layer)));
    }
}
