using Tandem.Tensors;

namespace Tandem;

/// <summary>A layer under several tasks: from rows <c>[batch, InputDimension]</c> it computes rows <c>[batch, OutputDimension]</c> for each of them.</summary>
public abstract class MultiTaskLayer : Layer
{
    private protected MultiTaskLayer(string name, int inputs, int tasks, IReadOnlyList<int> expertUnits, Activation activation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tasks);
        ArgumentNullException.ThrowIfNull(expertUnits);
        if (expertUnits.Count == 0)
        {
            throw new ArgumentException("An expert needs the units of one layer at least.", nameof(expertUnits));
        }

        Name = name;
        InputDimension = inputs;
        TaskCount = tasks;
        ExpertUnits = [.. expertUnits];
        ExpertActivation = activation.Checked(nameof(activation));
    }

    /// <summary>The prefix of its parameters' names.</summary>
    public string Name { get; }

    /// <summary>The length of a row that it takes.</summary>
    public int InputDimension { get; }

    /// <summary>The number of tasks.</summary>
    public int TaskCount { get; }

    /// <summary>The lengths of the rows of an expert's layers, first to last.</summary>
    public IReadOnlyList<int> ExpertUnits { get; }

    /// <summary>The activation of all layers of an expert.</summary>
    public Activation ExpertActivation { get; }

    /// <summary>The length of a row that it gives each task: that of an expert's last layer.</summary>
    public int OutputDimension => ExpertUnits[^1];

    /// <summary>Applies the layer.</summary>
    /// <param name="rows">The rows, <c>[batch, InputDimension]</c>.</param>
    /// <returns>For each task its rows, <c>[batch, OutputDimension]</c>.</returns>
    /// <exception cref="ArgumentException">The rows have another length.</exception>
    public IReadOnlyList<Tensor> Apply(Tensor rows)
    {
        CheckRows(rows);
        return Compute(rows);
    }

    /// <summary>The layer's formula, on rows that have been checked.</summary>
    private protected abstract Tensor[] Compute(Tensor rows);

    /// <summary>Refuses a tensor that is no rows for this layer.</summary>
    private protected void CheckRows(Tensor rows) => TensorLayer.CheckRows(rows, Name, InputDimension, nameof(rows));

    /// <summary>The sum of the experts' outputs, each times its column of the gate.</summary>
    private protected static Tensor Mix(Tensor gate, IReadOnlyList<Tensor> experts)
    {
        var sum = experts[0] * gate.Columns(0, 1);
        for (var i = 1; i < experts.Count; i++)
        {
            sum += experts[i] * gate.Columns(i, 1);
        }

        return sum;
    }
}
