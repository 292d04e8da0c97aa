namespace Tandem;

/// <summary>Tries every combination of values, the last hyper-parameter varying fastest.</summary>
public sealed class GridSearch : HyperParameterSearch
{
    private readonly SearchSpace _space;

    /// <summary>A search of all combinations.</summary>
    /// <exception cref="ArgumentException">The space is empty, or has a range, of which there is no end of values.</exception>
    public GridSearch(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (space.Dimensions.FirstOrDefault(dimension => dimension.Values is null) is { } range)
        {
            throw new ArgumentException($"\"{range.Name}\" is a range, and a grid needs values: give it with Choice, or use RandomSearch.", nameof(space));
        }

        _space = space.Names.Count > 0 ? space : throw new ArgumentException("The search space is empty: add hyper-parameters with Choice.", nameof(space));
    }

    /// <inheritdoc/>
    public override IEnumerable<HyperParameters> Trials => _space.Dimensions
        .Aggregate(
            (IEnumerable<KeyValuePair<string, object>[]>)[[]],
            (combinations, dimension) => combinations.SelectMany(
                _ => dimension.Values!, (combination, value) => (KeyValuePair<string, object>[])[.. combination, new(dimension.Name, value)]))
        .Select(combination => new HyperParameters(combination));
}
