using Tandem.Tensors;

namespace Tandem;

/// <summary>Tower features as files hold them: the column they read, and their preprocessing and embeddings as parts.</summary>
internal static class FeatureKinds
{
    private const string ColumnField = "column";

    public static void Register()
    {
        RegisterIds();
        RegisterPooled();
        RegisterUntrained();
        RegisterUnified();
    }

    private static void RegisterIds()
    {
        RegisterFeature<IdFeature>(
            "id",
            (feature, state) =>
            {
                state.WritePart("lookup", feature.Lookup);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Lookup);
            },
            (column, state) => new IdFeature(column, state.Part<StringLookup>("lookup"), state.Part<Embedding>("embedding")));
        RegisterFeature<IndexedFeature>(
            "indexed",
            (feature, state) =>
            {
                state.WritePart("indexer", feature.Indexer);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Indexer);
            },
            (column, state) => new IndexedFeature(column, state.Part<ColumnIndexer>("indexer"), state.Part<Embedding>("embedding")));
        SavedKinds.Register<CrossFeature>(
            "cross_feature",
            (feature, state) =>
            {
                state.Write("columns", [.. feature.Columns]);
                state.WritePart("crossing", feature.Crossing);
                state.WritePart("embedding", feature.Layer);
            },
            state => new CrossFeature(state.Texts("columns"), state.Part<HashedCrossing>("crossing"), state.Part<Embedding>("embedding")));
    }

    private static void RegisterPooled()
    {
        RegisterFeature<HistoryFeature>(
            "history",
            (feature, state) =>
            {
                state.WritePart("histories", feature.Histories);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Histories.Items);
                state.Write("pooling", feature.Pooling);
                state.Write("leave_out", feature.LeaveOut);
            },
            (column, state) => new HistoryFeature(
                column, state.Part<Histories>("histories"), state.Part<Embedding>("embedding"), state.Choice<Pooling>("pooling"), state.Text("leave_out")));
        RegisterFeature<TextFeature>(
            "text",
            (feature, state) =>
            {
                state.WritePart("vectorization", feature.Vectorization);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Vectorization);
                state.Write("pooling", feature.Pooling);
            },
            (column, state) => new TextFeature(
                column, state.Part<TextVectorization>("vectorization"), state.Part<Embedding>("embedding"), state.Choice<Pooling>("pooling")));
        RegisterFeature<ListFeature>(
            "list",
            (feature, state) =>
            {
                state.Write("separator", feature.Separator);
                state.WritePart("lookup", feature.Lookup);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Lookup);
                state.Write("pooling", feature.Pooling);
            },
            (column, state) => new ListFeature(
                column, state.RequiredText("separator"), state.Part<StringLookup>("lookup"), state.Part<Embedding>("embedding"), state.Choice<Pooling>("pooling")));
    }

    private static void RegisterUntrained()
    {
        RegisterFeature<NumberFeature>(
            "number",
            (feature, state) =>
            {
                if (feature.Normalization is { } normalization)
                {
                    state.WritePart("normalization", normalization);
                }
            },
            (column, state) => new NumberFeature(column, state.Has("normalization") ? state.Part<Normalization>("normalization") : null));
        RegisterFeature<OneHotFeature>(
            "one_hot",
            (feature, state) => state.WritePart("indexer", feature.Indexer),
            (column, state) => new OneHotFeature(column, state.Part<ColumnIndexer>("indexer")));
        RegisterFeature<FixedFeature>(
            "fixed",
            (feature, state) => state.WritePart("lookup", feature.Lookup),
            (column, state) => new FixedFeature(column, state.Part<StringLookup>("lookup"), TensorScope.Keep(Tensor.Zeros(state.WeightsShape($"{column}/vectors")))));
        RegisterFeature<TimeFeature>(
            "time",
            (feature, state) => state.Write("parts", [.. feature.Parts.Select(part => part.ToString())]),
            (column, state) => new TimeFeature(column, [.. state.Choices<TimePart>("parts")]));
    }

    private static void RegisterUnified()
    {
        RegisterFeature<UnifiedFeature>(
            "unified_feature",
            (feature, state) => state.WriteParts("chunks", feature.Chunks),
            (column, state) => new UnifiedFeature(column, state.Parts<IndexedFeature>("chunks")));
        SavedKinds.Register<UnifiedEmbedding>(
            "unified_embedding",
            (layer, state) =>
            {
                state.Write("name", layer.Name);
                state.WriteParts("tables", layer.Tables);
                state.WriteParts("features", layer.Features);
            },
            state => new UnifiedEmbedding(state.RequiredText("name"), state.Parts<Embedding>("tables"), state.Parts<UnifiedFeature>("features")));
    }

    /// <summary>Registers a feature of one column, which needs no mention.</summary>
    private static void RegisterFeature<T>(string kind, Action<T, StateWriter> save, Func<string, StateReader, T> load)
        where T : Feature => SavedKinds.Register<T>(
        kind,
        (feature, state) =>
        {
            state.Write(ColumnField, feature.Column);
            save(feature, state);
        },
        state => load(state.RequiredText(ColumnField), state));
}
