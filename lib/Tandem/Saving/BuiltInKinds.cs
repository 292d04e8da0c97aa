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
        RegisterLayer<Dense>(
            "dense",
            (layer, state) =>
            {
                state.Write("units", layer.OutputDimension);
                state.Write("activation", layer.Activation);
                state.Write("use_bias", layer.Bias is not null);
            },
            (name, inputs, state) => new Dense(name, inputs, state.Int("units"), state.Choice<Activation>("activation"), useBias: state.Bool("use_bias")));
        RegisterLayer<Mlp>(
            "mlp",
            (layer, state) =>
            {
                state.Write("units", [.. layer.Layers.Select(dense => dense.OutputDimension)]);
                state.Write("activation", layer.Activation);
                state.Write("final_activation", layer.FinalActivation);
                state.Write("use_bias", layer.UsesBias);
            },
            (name, inputs, state) => new Mlp(
                name, inputs, state.Ints("units"), state.Choice<Activation>("activation"), state.Choice<Activation>("final_activation"), state.Bool("use_bias")));
        RegisterLayer<Dropout>(
            "dropout",
            (layer, state) =>
            {
                state.Write("rate", layer.Rate);
                state.Write("seed", layer.Seed);
            },
            (name, inputs, state) => new Dropout(name, inputs, state.Float("rate"), state.Int("seed")));
        RegisterNormalizations();
        RegisterInteractions();
        RegisterMultiTaskLayers();
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
            state => new Tower(state.Parts<Feature>("features"), state.Parts<TensorLayer>("layers")));
    }

    private static void RegisterNormalizations()
    {
        RegisterLayer<LayerNormalization>(
            "layer_normalization",
            (layer, state) => state.Write("epsilon", layer.Epsilon),
            (name, inputs, state) => new LayerNormalization(name, inputs, state.Float("epsilon")));
        RegisterLayer<BatchNormalization>(
            "batch_normalization",
            (layer, state) =>
            {
                state.Write("momentum", layer.Momentum);
                state.Write("epsilon", layer.Epsilon);
            },
            (name, inputs, state) => new BatchNormalization(name, inputs, state.Float("momentum"), state.Float("epsilon")));
        RegisterLayer<UnitNormalization>("unit_normalization", (_, _) => { }, (name, inputs, _) => new UnitNormalization(name, inputs));
    }

    private static void RegisterInteractions()
    {
        RegisterLayer<Cross>(
            "cross",
            (layer, state) =>
            {
                state.Write("projection_dimension", layer.ProjectionDimension ?? 0);
                state.Write("diagonal_scale", layer.DiagonalScale);
                state.Write("use_bias", layer.UsesBias);
                state.Write("preactivation", layer.Preactivation);
            },
            (name, inputs, state) => new Cross(
                name, inputs, Rank(state), state.Float("diagonal_scale"), state.Bool("use_bias"), state.Choice<Activation>("preactivation")));
        RegisterLayer<MultiLayerDcn>(
            "multi_layer_dcn",
            (layer, state) =>
            {
                state.Write("projection_dimension", layer.ProjectionDimension ?? 0);
                state.Write("layers", layer.Layers.Count);
                state.Write("use_bias", layer.UsesBias);
            },
            (name, inputs, state) => new MultiLayerDcn(name, inputs, Rank(state), state.Int("layers"), state.Bool("use_bias")));
        RegisterLayer<DotInteraction>(
            "dot_interaction",
            (layer, state) =>
            {
                state.Write("features", layer.Features);
                state.Write("self_interaction", layer.SelfInteraction);
                state.Write("skip_gather", layer.SkipGather);
            },
            (name, inputs, state) =>
            {
                var features = state.Int("features");
                return new DotInteraction(name, features, inputs / features, state.Bool("self_interaction"), state.Bool("skip_gather"));
            });

        static int? Rank(StateReader state) => state.Int("projection_dimension") is var rank and > 0 ? rank : null;
    }

    private static void RegisterMultiTaskLayers()
    {
        SavedKinds.Register<Mmoe>(
            "mmoe",
            (layer, state) =>
            {
                WriteExperts(layer, state);
                state.Write("experts", layer.ExpertCount);
            },
            state => new Mmoe(
                state.Text("name")!, state.Int("inputs"), state.Int("tasks"), state.Int("experts"), state.Ints("expert_units"), state.Choice<Activation>("expert_activation")));
        SavedKinds.Register<Ple>(
            "ple",
            (layer, state) =>
            {
                WriteExperts(layer, state);
                state.Write("task_experts", layer.TaskExpertCount);
                state.Write("shared_experts", layer.SharedExpertCount);
                state.Write("levels", layer.LevelCount);
            },
            state => new Ple(
                state.Text("name")!, state.Int("inputs"), state.Int("tasks"), state.Int("task_experts"), state.Int("shared_experts"),
                state.Ints("expert_units"), state.Int("levels"), state.Choice<Activation>("expert_activation")));

        static void WriteExperts(MultiTaskLayer layer, StateWriter state)
        {
            state.Write("name", layer.Name);
            state.Write("inputs", layer.InputDimension);
            state.Write("tasks", layer.TaskCount);
            state.Write("expert_units", [.. layer.ExpertUnits]);
            state.Write("expert_activation", layer.ExpertActivation);
        }
    }

    /// <summary>Registers a layer, whose name and length of input rows need no mention.</summary>
    private static void RegisterLayer<T>(string kind, Action<T, StateWriter> save, Func<string, int, StateReader, T> load)
        where T : TensorLayer => SavedKinds.Register<T>(
        kind,
        (layer, state) =>
        {
            state.Write("name", layer.Name);
            state.Write("inputs", layer.InputDimension);
            save(layer, state);
        },
        state => load(state.Text("name")!, state.Int("inputs"), state));
}
