using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Progressive layered extraction: each task has experts of its own and mixes them with the shared ones, on several levels; one level is CGC, customised
/// gate control (Tang et al., <i>Progressive layered extraction (PLE): a novel multi-task learning model for personalized recommendations</i>, RecSys 2020,
/// equations 1 to 8). Where tasks disagree it spares them the seesaw that sharing all experts, as <see cref="Mmoe"/> does, brings.
/// </summary>
/// <remarks>
/// On each level, task k computes <c>softmax(xₖ·W) · [its experts of xₖ, the shared experts of xₛ]</c>; but on the last the shared part computes
/// <c>softmax(xₛ·W) · [all tasks' experts, the shared experts]</c>. On the first level every x is the input, on later ones what the level before gave.
/// </remarks>
public sealed class Ple : MultiTaskLayer
{
    private readonly ExtractionLevel[] _levels;

    /// <summary>A layer whose kernels start Glorot-uniform.</summary>
    /// <param name="name">The prefix of its parameters' names: <c>name/level_0/task_0/expert_0/dense_0/kernel</c>, <c>name/level_0/shared/gate/kernel</c> and so on.</param>
    /// <param name="inputs">The length of an input row.</param>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="taskExperts">The number of experts that each task has to itself, on each level.</param>
    /// <param name="sharedExperts">The number of experts that all tasks share, on each level.</param>
    /// <param name="expertUnits">The lengths of the rows of an expert's layers.</param>
    /// <param name="levels">The number of levels.</param>
    /// <param name="activation">Of all layers of an expert; relu by default.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">There are no expert units.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or number is not positive, or there is no such activation.</exception>
    public Ple(
        string name,
        int inputs,
        int tasks,
        int taskExperts,
        int sharedExperts,
        IReadOnlyList<int> expertUnits,
        int levels = 2,
        Activation activation = Activation.Relu,
        int seed = 0)
        : base(name, inputs, tasks, expertUnits, activation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(taskExperts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sharedExperts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levels);
        TaskExpertCount = taskExperts;
        SharedExpertCount = sharedExperts;
        _levels = new ExtractionLevel[levels];
        for (var level = 0; level < levels; level++)
        {
            _levels[level] = new ExtractionLevel($"{name}/level_{level}", level == 0 ? inputs : OutputDimension, this, sharesOutput: level < levels - 1, seed);
        }
    }

    /// <summary>The number of experts that each task has to itself, on each level.</summary>
    public int TaskExpertCount { get; }

    /// <summary>The number of experts that all tasks share, on each level.</summary>
    public int SharedExpertCount { get; }

    /// <summary>The number of levels.</summary>
    public int LevelCount => _levels.Length;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _levels.SelectMany(level => level.Parameters);

    private protected override Tensor[] Compute(Tensor rows)
    {
        Tensor[] ofTasks = [.. Enumerable.Repeat(rows, TaskCount)];
        var shared = rows;
        foreach (var level in _levels)
        {
            (ofTasks, shared) = level.Apply(ofTasks, shared);
        }

        return ofTasks;
    }

    /// <summary>Some experts and the gate that mixes them with others.</summary>
    private sealed class Group
    {
        public Group(string name, int inputs, int experts, int mixed, Ple layer, int seed)
        {
            Experts = [.. Enumerable.Range(0, experts).Select(i =>
                new Mlp($"{name}/expert_{i}", inputs, layer.ExpertUnits, layer.ExpertActivation, layer.ExpertActivation, seed: seed))];
            Gate = mixed == 0 ? null : new Dense($"{name}/gate", inputs, mixed, Activation.Softmax, useBias: false, seed);
        }

        public Mlp[] Experts { get; }

        public Dense? Gate { get; }

        public IEnumerable<Parameter> Parameters => Experts.SelectMany(expert => expert.Parameters).Concat(Gate?.Parameters ?? []);

        public Tensor[] Outputs(Tensor rows) => Array.ConvertAll(Experts, expert => expert.Apply(rows));
    }

    /// <summary>One level: the tasks' experts, the shared ones, and the gates.</summary>
    private sealed class ExtractionLevel
    {
        private readonly Group[] _tasks;
        private readonly Group _shared;

        public ExtractionLevel(string name, int inputs, Ple layer, bool sharesOutput, int seed)
        {
            var (own, shared) = (layer.TaskExpertCount, layer.SharedExpertCount);
            _tasks = [.. Enumerable.Range(0, layer.TaskCount).Select(task => new Group($"{name}/task_{task}", inputs, own, own + shared, layer, seed))];
            _shared = new Group($"{name}/shared", inputs, shared, sharesOutput ? (own * layer.TaskCount) + shared : 0, layer, seed);
        }

        public IEnumerable<Parameter> Parameters => _tasks.Append(_shared).SelectMany(group => group.Parameters);

        public (Tensor[] OfTasks, Tensor Shared) Apply(Tensor[] ofTasks, Tensor shared)
        {
            var sharedOutputs = _shared.Outputs(shared);
            var own = _tasks.Select((group, task) => group.Outputs(ofTasks[task])).ToArray();
            Tensor[] outputs = [.. _tasks.Select((group, task) => Mix(group.Gate!.Apply(ofTasks[task]), [.. own[task], .. sharedOutputs]))];
            return (outputs, _shared.Gate is null ? shared : Mix(_shared.Gate.Apply(shared), [.. own.SelectMany(experts => experts), .. sharedOutputs]));
        }
    }
}
