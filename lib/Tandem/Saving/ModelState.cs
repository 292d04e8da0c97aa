namespace Tandem;

/// <summary>A model as files hold it: its layers by name, and where training is to go on, the optimiser's state and what samplers remember.</summary>
internal sealed class ModelState(Model model, bool withOptimizer) : ISaved
{
    public const string Kind = "model";
    public const string LayersField = "layers";
    public const string OptimizerField = "optimizer";
    public const string RememberedField = "remembered";

    public string SavedKind => Kind;

    public void Save(StateWriter state)
    {
        state.Write("class", model.GetType().Name);
        state.WriteParts(LayersField, model.NamedLayers().Where(layer => IsWorthSaving(layer.Value)).Select(layer => KeyValuePair.Create(layer.Key, (object)layer.Value)));
        if (withOptimizer && model.Optimizer is { } optimizer)
        {
            state.WritePart(OptimizerField, new OptimizerSnapshot(optimizer, model.Parameters));
            state.WriteParts(RememberedField, model.Resumables.Select(resumable => KeyValuePair.Create(resumable.Key, (object)new Remembered(resumable.Value))));
        }
    }

    /// <summary>A task has nothing to save: it is made again with the model.</summary>
    private static bool IsWorthSaving(Layer layer) => SavedKinds.Knows(layer.GetType()) || layer.Parameters.Any() || layer.Buffers.Any();
}
