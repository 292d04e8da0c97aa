using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Several optimisers, each for its own parameters: Adagrad for the embeddings and Adam for the dense layers, say. Every parameter must belong to exactly one group.
/// </summary>
/// <example><code>
/// new CompositeOptimizer(
///     new(new Adagrad(0.1f), users, movies),
///     new(new Adam(0.001f), ratingLayers))
/// </code></example>
public sealed class CompositeOptimizer : Optimizer
{
    private readonly ParameterGroup[] _groups;

    /// <summary>Puts optimisers together.</summary>
    /// <param name="groups">The optimisers and their parameters.</param>
    /// <exception cref="ArgumentException">There is no group, or two groups share an optimiser.</exception>
    public CompositeOptimizer(params IReadOnlyList<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count == 0)
        {
            throw new ArgumentException("Give at least one optimiser and its parameters.", nameof(groups));
        }

        if (groups.Select(group => group.Optimizer).Distinct().Count() < groups.Count)
        {
            throw new ArgumentException("Two groups share an optimiser, which would take two steps at a time: make one for each, or merge the groups.", nameof(groups));
        }

        _groups = [.. groups];
    }

    /// <summary>The optimisers, in the order of their groups.</summary>
    public IReadOnlyList<Optimizer> Optimizers => [.. _groups.Select(group => group.Optimizer)];

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Settings =>
        [.. _groups.Select((group, index) => KeyValuePair.Create($"group {index + 1}", group.Optimizer.ToString()))];

    /// <inheritdoc/>
    public override OptimizerState State
    {
        get
        {
            var parts = Optimizers.Select(optimizer => optimizer.State).ToArray();
            return new(Iterations, [.. parts.SelectMany(part => part.LearningRates)], [.. parts.SelectMany(part => part.Slots)]);
        }
    }

    /// <inheritdoc/>
    public override void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var before = Optimizers.Select(optimizer => optimizer.State).ToArray();
        var rates = before.Select(part => part.LearningRates.Count).ToArray();
        if (state.LearningRates.Count != rates.Sum())
        {
            throw new ArgumentException($"The state has {state.LearningRates.Count} learning rates, this optimiser has {rates.Sum()}: it belongs to another one.", nameof(state));
        }

        var slots = state.Slots.ToLookup(slot => GroupOf(slot.Parameter));
        var parts = _groups.Select((group, index) =>
            new OptimizerState(state.Iterations, [.. state.LearningRates.Skip(rates[..index].Sum()).Take(rates[index])], [.. slots[group]])).ToArray();
        RestoreAll(parts, before);
        Iterations = state.Iterations;
    }

    /// <inheritdoc/>
    protected internal override void Apply(IReadOnlyList<Parameter> parameters)
    {
        var shares = parameters.ToLookup(GroupOf);
        foreach (var group in _groups)
        {
            group.Optimizer.Apply([.. shares[group]]);
        }

        Iterations++;
    }

    internal override IReadOnlyList<SlotLayout> SlotLayouts(Parameter parameter) => GroupOf(parameter).Optimizer.SlotLayouts(parameter);

    /// <summary>A part that does not fit leaves the earlier ones as they were.</summary>
    private void RestoreAll(OptimizerState[] parts, OptimizerState[] before)
    {
        for (var index = 0; index < parts.Length; index++)
        {
            try
            {
                _groups[index].Optimizer.Restore(parts[index]);
            }
            catch (ArgumentException)
            {
                for (var done = 0; done < index; done++)
                {
                    _groups[done].Optimizer.Restore(before[done]);
                }

                throw;
            }
        }
    }

    private ParameterGroup GroupOf(Parameter parameter)
    {
        var claiming = _groups.Where(group => group.Claims(parameter)).ToArray();
        return claiming.Length switch
        {
            1 => claiming[0],
            0 => throw new InvalidOperationException($"No group of the composite optimiser claims {parameter}, so it would not be trained. Add it to a group."),
            _ => throw new InvalidOperationException(
                $"{parameter} is claimed by {claiming.Length} groups of the composite optimiser, those of {string.Join(" and ", claiming.Select(group => group.Optimizer))}. Leave it in one."),
        };
    }
}
