using Tandem.Tensors;

namespace Tandem;

/// <summary>Some parameters and the optimiser that trains them, for a <see cref="CompositeOptimizer"/>.</summary>
public sealed class ParameterGroup
{
    private readonly Func<Parameter, bool> _claims;

    /// <summary>The parameters of some layers.</summary>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public ParameterGroup(Optimizer optimizer, params IReadOnlyList<Layer> layers)
        : this(optimizer, parameter => layers.Any(layer => layer.Parameters.Contains(parameter)))
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("Give the layers that this optimiser trains.", nameof(layers));
        }
    }

    /// <summary>The parameters that a condition holds for, such as <c>parameter => parameter.Name.EndsWith("embedding")</c>.</summary>
    public ParameterGroup(Optimizer optimizer, Func<Parameter, bool> claims)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(claims);
        Optimizer = optimizer;
        _claims = claims;
    }

    /// <summary>What trains the group.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Whether the parameter belongs to the group.</summary>
    public bool Claims(Parameter parameter) => _claims(parameter);
}
