using System.Globalization;
using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// An optimiser with one rule for all parameters it is given. What rules have in common is here: the learning rate or its schedule, clipping, weight decay and
/// the tensors kept for each parameter. A step first clips the gradients, then decays the weights, then applies the rule, as Keras does.
/// </summary>
/// <example><code>
/// new Adagrad(0.1f) { ClipNorm = 1 }
/// new Adam { Schedule = new CosineDecay(0.01f, decaySteps: 1000), ExcludeFromWeightDecay = ["bias"], WeightDecay = 0.004f }
/// </code></example>
public abstract class GradientOptimizer : Optimizer
{
    private readonly ConditionalWeakTable<Parameter, Memory> _memories = [];
    private int _remembered;

    /// <summary>Sets the learning rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    protected GradientOptimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>How far the next step goes: what the schedule says, if there is one. Without a schedule it may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    /// <exception cref="InvalidOperationException">It is set although a schedule decides, or the schedule gives a rate that is negative or not finite.</exception>
    public float LearningRate
    {
        get => Schedule is null ? field : ScheduledRate(Schedule);
        set
        {
            if (Schedule is not null)
            {
                throw new InvalidOperationException($"The learning rate follows {Schedule}. Leave Schedule out to set it by hand.");
            }

            field = value > 0 && float.IsFinite(value)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be a positive number.");
        }
    }

    /// <summary>The learning rate of each step; when omitted, <see cref="LearningRate"/> is the same for all.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// The largest Euclidean norm of a parameter's gradient; a longer one is scaled down to it. Rows that occur several times in a batch are summed before
    /// the norm is taken; Keras takes it before.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    public float? ClipNorm { get; init => field = Positive(value, nameof(ClipNorm)); }

    /// <summary>The largest norm of all gradients of a step together; longer ones are scaled down by one factor. Not together with <see cref="ClipNorm"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    public float? GlobalClipNorm { get; init => field = Positive(value, nameof(GlobalClipNorm)); }

    /// <summary>The largest magnitude of a gradient's element; others are cut to it. Not together with a norm to clip to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    public float? ClipValue { get; init => field = Positive(value, nameof(ClipValue)); }

    /// <summary>
    /// The part of the weights that each step takes away, times the learning rate: <c>w −= rate·decay·w</c>, apart from the gradient (Loshchilov and Hutter,
    /// ICLR 2019). All weights of a parameter decay, also rows of a table without a gradient; parameters without any gradient do not.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float WeightDecay { get; init => field = NotNegative(value, nameof(WeightDecay)); }

    /// <summary>Parameters whose name contains one of these do not decay, such as <c>["bias"]</c>.</summary>
    public IReadOnlyCollection<string> ExcludeFromWeightDecay { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        .. CommonSettings().Concat(RuleSettings()).Select(setting => KeyValuePair.Create(setting.Name, Text(setting.Value))),
    ];

    /// <inheritdoc/>
    public override OptimizerState State => new(Iterations, [LearningRate], [.. Slots()]);

    /// <inheritdoc/>
    public override void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.LearningRates.Count != 1)
        {
            throw new ArgumentException($"The state has {state.LearningRates.Count} learning rates, {GetType().Name} has one: it belongs to another optimiser.", nameof(state));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(state.Iterations, nameof(state));
        var byParameter = state.Slots.GroupBy(slot => slot.Parameter).ToArray();
        foreach (var slots in byParameter)
        {
            CheckSlots(slots.Key, [.. slots]);
        }

        if (Schedule is null)
        {
            LearningRate = state.LearningRates[0];
        }

        Iterations = state.Iterations;
        _memories.Clear();
        foreach (var slots in byParameter)
        {
            Tensor ValueOf(SlotLayout layout) => slots.First(slot => slot.Name == layout.Name).Value;
            _memories.Add(slots.Key, Remember(slots.Key, layout => CopyOf(ValueOf(layout), slots.Key.Value.Device)));
        }
    }

    /// <summary>The tensors that the rule keeps for a parameter, in the order <see cref="Update"/> wants them.</summary>
    protected abstract IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter);

    /// <summary>Changes one parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, or that of some rows.</param>
    /// <param name="rows">The rows, distinct; <see langword="null"/> for a gradient of the whole parameter.</param>
    /// <param name="slots">The tensors kept for the parameter, as <see cref="SlotsOf"/> lists them.</param>
    protected abstract void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots);

    /// <summary>The settings of the rule itself, in words.</summary>
    protected abstract IEnumerable<(string Name, object Value)> RuleSettings();

    /// <inheritdoc/>
    protected internal override void Apply(IReadOnlyList<Parameter> parameters)
    {
        CheckClipping();
        var moving = parameters.Where(parameter => parameter.Gradient is not null).ToArray();
        var clipping = new GradientClipping(ClipNorm, GlobalClipNorm, ClipValue, moving);
        var decay = LearningRate * WeightDecay;
        foreach (var parameter in moving)
        {
            if (decay > 0 && Decays(parameter))
            {
                parameter.Value.Device.Scale(parameter.Value, 1 - decay, parameter.Value);
            }

            using var clipped = clipping.Clip(parameter.Gradient!.Values);
            var memory = _memories.GetValue(parameter, NewMemory);
            Update(parameter, clipped ?? parameter.Gradient.Values, parameter.Gradient.Rows, memory.Slots);
        }

        Iterations++;
    }

    internal sealed override IReadOnlyList<SlotLayout> SlotLayouts(Parameter parameter) => SlotsOf(parameter);

    private protected static float NotNegative(float value, string name) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number, 0 or more.");

    private protected static double Fraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and less than 1.");

    private protected static float Share(float value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and at most 1.");

    private static float? Positive(float? value, string name) => value is null || (value > 0 && float.IsFinite(value.Value))
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a positive number; leave it out for no clipping.");

    /// <summary>The same text everywhere: a schedule writes its numbers as the thread's culture has them, and settings are compared between machines.</summary>
    private static string Text(object setting)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return setting.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private bool Decays(Parameter parameter) => !ExcludeFromWeightDecay.Any(part => parameter.Name.Contains(part, StringComparison.Ordinal));

    private float ScheduledRate(LearningRateSchedule schedule)
    {
        var rate = schedule.At(Iterations);
        return rate >= 0 && float.IsFinite(rate)
            ? rate
            : throw new InvalidOperationException($"The schedule {schedule} gives the learning rate {rate} for step {Iterations}; it must be a number, 0 or more.");
    }

    private void CheckClipping()
    {
        var chosen = new[] { (nameof(ClipNorm), ClipNorm), (nameof(GlobalClipNorm), GlobalClipNorm), (nameof(ClipValue), ClipValue) }
            .Where(option => option.Item2 is not null).Select(option => option.Item1).ToArray();
        if (chosen.Length > 1)
        {
            throw new InvalidOperationException($"{string.Join(" and ", chosen)} cannot be combined: keep one of them.");
        }
    }

    private IEnumerable<(string Name, object Value)> CommonSettings()
    {
        yield return ("learning rate", Schedule is null ? LearningRate : Schedule);
        (string Name, float? Value)[] options =
            [("clip norm", ClipNorm), ("global clip norm", GlobalClipNorm), ("clip value", ClipValue), ("weight decay", WeightDecay > 0 ? WeightDecay : null)];
        foreach (var (name, value) in options)
        {
            if (value is { } set)
            {
                yield return (name, set);
            }
        }

        if (WeightDecay > 0 && ExcludeFromWeightDecay.Count > 0)
        {
            yield return ("excluded from weight decay", string.Join(" and ", ExcludeFromWeightDecay));
        }
    }

    private IEnumerable<OptimizerSlot> Slots() =>
        from pair in _memories.ToArray()
        orderby pair.Value.Order
        from slot in SlotsOf(pair.Key).Zip(pair.Value.Slots)
        select new OptimizerSlot(pair.Key, slot.First.Name, slot.Second);

    private void CheckSlots(Parameter parameter, OptimizerSlot[] slots)
    {
        var layouts = SlotsOf(parameter);
        var (wanted, given) = (layouts.Select(layout => layout.Name).ToArray(), slots.Select(slot => slot.Name).ToArray());
        if (!wanted.Order(StringComparer.Ordinal).SequenceEqual(given.Order(StringComparer.Ordinal)))
        {
            throw new ArgumentException(
                $"{GetType().Name} keeps {Names(wanted)} for {parameter}, the state has {Names(given)}: it belongs to another optimiser, or to other settings.", nameof(slots));
        }

        foreach (var layout in layouts)
        {
            var shape = slots.First(slot => slot.Name == layout.Name).Value.Shape;
            if (shape != layout.Shape)
            {
                throw new ArgumentException($"The {layout.Name} of {parameter} must have shape {layout.Shape}; that of the state has {shape}.", nameof(slots));
            }
        }
    }

    private static string Names(string[] slots) => slots.Length == 0 ? "nothing" : string.Join(", ", slots);

    private Memory NewMemory(Parameter parameter) => Remember(parameter, layout => Tensor.Full(layout.Shape, layout.Initial, parameter.Value.Device));

    private Memory Remember(Parameter parameter, Func<SlotLayout, Tensor> valueOf) =>
        new(_remembered++, [.. SlotsOf(parameter).Select(layout => TensorScope.Keep(valueOf(layout)))]);

    private static Tensor CopyOf(Tensor tensor, IDevice device) => Tensor.From(tensor.ToArray(), tensor.Shape, device);

    private sealed record Memory(int Order, IReadOnlyList<Tensor> Slots);
}
