using Tandem.Tensors;

namespace Tandem;

/// <summary>Layers as files hold them: their settings; weights follow by themselves.</summary>
internal static class LayerKinds
{
    public static void Register()
    {
        RegisterDense();
        RegisterNormalizations();
        RegisterInteractions();
        RegisterMultiTaskLayers();
        SavedKinds.Register<Embedding>(
            "embedding",
            (layer, state) =>
            {
                state.Write("name", layer.Table.Name);
                state.Write("padding_id", layer.PaddingId);
            },
            state =>
            {
                var name = state.RequiredText("name");
                return new Embedding(new Parameter(name, Tensor.Zeros(state.WeightsShape(name))), state.OptionalInt("padding_id"));
            });
    }

    private static void RegisterDense()
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
                state.Write("projection_dimension", layer.ProjectionDimension);
                state.Write("diagonal_scale", layer.DiagonalScale);
                state.Write("use_bias", layer.UsesBias);
                state.Write("preactivation", layer.Preactivation);
            },
            (name, inputs, state) => new Cross(
                name, inputs, state.OptionalInt("projection_dimension"), state.Float("diagonal_scale"), state.Bool("use_bias"), state.Choice<Activation>("preactivation")));
        RegisterLayer<MultiLayerDcn>(
            "multi_layer_dcn",
            (layer, state) =>
            {
                state.Write("projection_dimension", layer.ProjectionDimension);
                state.Write("layers", layer.Layers.Count);
                state.Write("use_bias", layer.UsesBias);
            },
            (name, inputs, state) => new MultiLayerDcn(name, inputs, state.OptionalInt("projection_dimension"), state.WeightedCount("layers"), state.Bool("use_bias")));
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
                return new DotInteraction(name, features, features == 0 ? 0 : inputs / features, state.Bool("self_interaction"), state.Bool("skip_gather"));
            });
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
                state.RequiredText("name"), state.Int("inputs"), state.WeightedCount("tasks"), state.WeightedCount("experts"), state.Ints("expert_units"), state.Choice<Activation>("expert_activation")));
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
                state.RequiredText("name"), state.Int("inputs"), state.WeightedCount("tasks"), state.WeightedCount("task_experts"), state.WeightedCount("shared_experts"),
                state.Ints("expert_units"), state.WeightedCount("levels"), state.Choice<Activation>("expert_activation")));

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
        state => load(state.RequiredText("name"), state.Int("inputs"), state));
}
