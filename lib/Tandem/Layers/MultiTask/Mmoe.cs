using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Multi-gate mixture of experts: all tasks share the experts, and each mixes them with a gate of its own, <c>Σᵢ softmax(x·W)ᵢ · expertᵢ(x)</c>
/// (Ma et al., <i>Modeling task relationships in multi-task learning with multi-gate mixture-of-experts</i>, KDD 2018, equations 6 and 7).
/// </summary>
/// <example><code>
/// var shared = new Mmoe("shared", inputs: 64, tasks: 2, experts: 4, expertUnits: [64, 32]);
/// var rows = shared.Apply(features);
/// var (click, rating) = (clickHead.Apply(rows[0]), ratingHead.Apply(rows[1]));
/// </code></example>
public sealed class Mmoe : MultiTaskLayer
{
    private readonly Mlp[] _experts;
    private readonly Dense[] _gates;

    /// <summary>A layer whose kernels start Glorot-uniform.</summary>
    /// <param name="name">The prefix of its parameters' names: <c>name/expert_0/dense_0/kernel</c>, <c>name/gate_0/kernel</c> and so on.</param>
    /// <param name="inputs">The length of an input row.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="experts">The number of experts.</param>
    /// <param name="expertUnits">The lengths of the rows of an expert's layers.</param>
    /// <param name="activation">Of all layers of an expert; relu by default, as in the paper.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">There are no expert units.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or number is not positive, or there is no such activation.</exception>
    public Mmoe(string name, int inputs, int tasks, int experts, IReadOnlyList<int> expertUnits, Activation activation = Activation.Relu, int seed = 0)
        : base(name, inputs, tasks, expertUnits, activation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(experts);
        _experts = [.. Enumerable.Range(0, experts).Select(i => new Mlp($"{name}/expert_{i}", inputs, expertUnits, activation, activation, seed: seed))];
        _gates = [.. Enumerable.Range(0, tasks).Select(i => new Dense($"{name}/gate_{i}", inputs, experts, Activation.Softmax, useBias: false, seed))];
    }

    /// <summary>The number of experts.</summary>
    public int ExpertCount => _experts.Length;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _experts.Concat<TensorLayer>(_gates).SelectMany(layer => layer.Parameters);

    /// <summary>How much of each expert a task takes: <c>[batch, experts]</c>, rows that sum to 1.</summary>
    /// <param name="task">The task's number.</param>
    /// <param name="rows">The rows, <c>[batch, InputDimension]</c>.</param>
    /// <exception cref="ArgumentException">The rows have another length, or there is no such task.</exception>
    public Tensor Gate(int task, Tensor rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(task);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(task, TaskCount);
        CheckRows(rows);
        return _gates[task].Apply(rows);
    }

    private protected override Tensor[] Compute(Tensor rows)
    {
        var outputs = Array.ConvertAll(_experts, expert => expert.Apply(rows));
        return Array.ConvertAll(_gates, gate => Mix(gate.Apply(rows), outputs));
    }
}
