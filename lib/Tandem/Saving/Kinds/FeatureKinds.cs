using Tandem.Tensors;

namespace Tandem;

/// <summary>Tower features as files hold them: the column they read, and their preprocessing and embeddings as parts.</summary>
internal static class FeatureKinds
{
    public static void Register()
    {
        SavedKinds.Register<IdFeature>(
            "id",
            (feature, state) =>
            {
                state.Write("column", feature.Column);
                state.WritePart("lookup", feature.Lookup);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Lookup);
            },
            state => new IdFeature(state.Text("column")!, state.Part<StringLookup>("lookup"), state.Part<Embedding>("embedding")));
        SavedKinds.Register<NumberFeature>(
            "number",
            (feature, state) => state.Write("column", feature.Column),
            state => new NumberFeature(state.Text("column")!));
        SavedKinds.Register<HistoryFeature>(
            "history",
            (feature, state) =>
            {
                state.Write("column", feature.Column);
                state.WritePart("histories", feature.Histories);
                state.WritePart("embedding", feature.Layer, rowsNamedBy: feature.Histories.Items);
                state.Write("pooling", feature.Pooling);
                state.Write("leave_out", feature.LeaveOut);
            },
            state => new HistoryFeature(
                state.Text("column")!, state.Part<Histories>("histories"), state.Part<Embedding>("embedding"), state.Choice<Pooling>("pooling"), state.Text("leave_out")));
    }
}
