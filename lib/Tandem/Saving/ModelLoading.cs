namespace Tandem;

/// <summary>A saved model beside one of the same making: first what differs, then, if nothing does, the loading.</summary>
internal sealed class ModelLoading
{
    private readonly Model _model;
    private readonly SavedComparison _comparison;
    private readonly StateReader? _optimizer;
    private readonly IReadOnlyDictionary<string, StateReader> _remembered;

    /// <summary>Compares; nothing is changed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="saved">The model's number in it.</param>
    /// <param name="model">The model.</param>
    /// <param name="compareOptimizer">Whether the optimiser's settings count; a checkpoint knows those of the beginning and compares them itself.</param>
    /// <param name="mayGrow">Whether vocabularies may have more entries here than in the file.</param>
    public ModelLoading(SavedFile file, int saved, Model model, bool compareOptimizer = true, bool mayGrow = false)
    {
        var graph = SavedGraph.Of(new ModelState(model, withOptimizer: false));
        _model = model;
        _comparison = new SavedComparison(file, graph, mayGrow);
        _comparison.CompareField(ModelState.LayersField, file.Fields(saved), graph.Objects[0]);
        _optimizer = model.Optimizer is null ? null : file.State(saved).Optional(ModelState.OptimizerField);
        _remembered = _optimizer is null ? new Dictionary<string, StateReader>() : file.State(saved).NamedStates(ModelState.RememberedField);
        Differences = [.. _comparison.Differences, .. compareOptimizer ? OptimizerDifferences() : [], .. RememberedDifferences()];
    }

    /// <summary>A line for each thing that differs.</summary>
    public IReadOnlyList<string> Differences { get; }

    /// <summary>The vocabularies that have grown.</summary>
    public IReadOnlyList<GrownVocabulary> Growths => [.. _comparison.Growths];

    /// <summary>Brings weights and buffers into the model, and the optimiser's state if the file has it and the model is compiled.</summary>
    public void Apply()
    {
        // What may refuse the file comes first: weights were compared, so that bringing them in cannot fail.
        if (_optimizer is not null)
        {
            foreach (var (name, resumable) in _model.Resumables)
            {
                resumable.LoadState(_remembered[name]);
            }

            OptimizerSnapshot.Restore(_optimizer, _model.Optimizer!, _model.Parameters, _comparison.RowsOf);
        }

        _comparison.LoadWeights();
    }

    private IEnumerable<string> OptimizerDifferences() => _optimizer is null ? [] : OptimizerSnapshot.Differences(_optimizer, _model.Optimizer!);

    private IEnumerable<string> RememberedDifferences()
    {
        if (_optimizer is null)
        {
            return [];
        }

        var saved = _remembered.Select(state => $"{state.Key} ({state.Value.Kind})").ToArray();
        var own = _model.Resumables.Select(resumable => $"{resumable.Key} ({resumable.Value.GetType().Name})").ToArray();
        return saved.SequenceEqual(own)
            ? []
            : [$"fields that remember something: {string.Join(", ", saved.DefaultIfEmpty("none"))} in the file, {string.Join(", ", own.DefaultIfEmpty("none"))} here"];
    }
}
