using System.Reflection;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A recommender: say what the loss of a batch is, and the base class trains and evaluates. Its layers — towers, tasks, dense layers —
/// are found in its fields, primary-constructor parameters included.
/// </summary>
/// <remarks>
/// Many threads may call <see cref="Predict"/> and <see cref="Evaluate"/> at once, and query indexes of the model's towers, while nothing trains it. Evaluations of one model take turns, since its
/// metrics gather what they measure; two models that share a task or a metric must not be evaluated at once. Training belongs to one thread, and must not run beside anything that reads the weights.
/// </remarks>
/// <example><code>
/// class MovieLensModel(Tower users, Tower movies, Retrieval task) : Model
/// {
///     protected override Tensor ComputeLoss(Batch batch, bool training) =>
///         task.Loss(users.Embed(batch), movies.Embed(batch), computeMetrics: !training);
/// }
/// </code></example>
[TypeFormatterSource(typeof(ParameterFormatterSource))]
public abstract partial class Model
{
    internal const int DefaultBatchSize = 8192;

    private readonly Lock _metricsInUse = new();
    private Layer[]? _layers;
    private Parameter[]? _parameters;
    private KeyValuePair<string, TaskLayer>[]? _tasks;

    /// <summary>The layers held in the fields of the model, in the order of declaration. Override it for layers kept elsewhere.</summary>
    public virtual IReadOnlyList<Layer> Layers => _layers ??= [.. InFields<Layer>().Select(layer => layer.Value).Distinct()];

    /// <summary>What training changes: the parameters of all layers.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters ??= [.. Layers.SelectMany(layer => layer.Parameters).Distinct()];

    /// <summary>What trains the model; <see langword="null"/> before <see cref="Compile"/>.</summary>
    internal Optimizer? Optimizer { get; private set; }

    /// <summary>What the fields hold beside layers that training changes, by the fields' names.</summary>
    internal IEnumerable<KeyValuePair<string, IResumable>> Resumables => InFields<IResumable>().DistinctBy(resumable => resumable.Value).DistinctBy(resumable => resumable.Key);

    /// <summary>All tensors that make the model what it is: parameters, then buffers.</summary>
    internal IReadOnlyList<Tensor> Weights =>
        [.. Parameters.Select(parameter => parameter.Value).Concat(Layers.SelectMany(layer => layer.Buffers).Select(buffer => buffer.Value)).Distinct()];

    /// <summary>
    /// The tasks whose losses are reported one by one, by their names: those of a model that has several. A task without a name is called as the field that holds it.
    /// </summary>
    internal IReadOnlyList<KeyValuePair<string, TaskLayer>> Tasks => _tasks ??= FindTasks();

    private IEnumerable<Metric> Metrics => Layers.SelectMany(layer => layer.Metrics).Distinct();

    /// <summary>
    /// Whether <see cref="ComputeLoss"/> gives a mean over the rows of a batch, rather than their sum. By default a mean when one of the tasks among the layers takes it. Override it for a loss
    /// that no task computes. It matters to the <c>loss</c> that is reported, not to training: sums are divided by the number of rows, and means are weighted by their batch's.
    /// </summary>
    /// <remarks>
    /// Where one task takes the mean and another the sum, as Keras's losses and TensorFlow Recommenders' retrieval do, <c>loss</c> is the total that Keras reports, as a mean over batches. It depends
    /// on the size of the batches; the losses of the tasks, each a mean over rows, are reported beside it.
    /// </remarks>
    protected virtual bool LossIsMean => Layers.OfType<TaskLayer>().Any(task => task.Reduction == Reduction.SumOverBatchSize);

    /// <summary>The loss of a batch, a scalar: the sum over its rows, or their mean as <see cref="LossIsMean"/> says.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="training">Whether a training step asks; if not, metrics should be computed.</param>
    protected abstract Tensor ComputeLoss(Batch batch, bool training);

    /// <summary>The prediction for each row of a batch, <c>[batch]</c> or <c>[batch, 1]</c>. Needed for <see cref="Predict"/> only.</summary>
    protected virtual Tensor ComputePrediction(Batch batch) => throw new NotSupportedException(
        $"{GetType().Name} does not say what it predicts. Override ComputePrediction(batch) to use Predict.");

    /// <summary>A line for each parameter, and how many numbers there are to train.</summary>
    public override string ToString() => ParameterSummary.Of(this).ToString();

    /// <summary>
    /// Chooses how the model is trained. Compiling again keeps the weights: with a new optimiser training starts afresh from them, with one that
    /// has trained before it goes on with what that remembers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has no parameters.</exception>
    public void Compile(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (Parameters.Count == 0)
        {
            throw new InvalidOperationException(
                $"{GetType().Name} has no parameters to train: no field of it holds a Tower or another layer that has some. Keep the layers in fields, or override Layers.");
        }

        Optimizer = optimizer;
    }

    /// <summary>Trains on the rows of a table in memory.</summary>
    /// <param name="train">The rows.</param>
    /// <param name="epochs">How many times to go through them.</param>
    /// <param name="batchSize">How many rows a step sees; the last batch of an epoch has the rest.</param>
    /// <param name="validation">Evaluated after each epoch, as <c>val_…</c>.</param>
    /// <param name="trainingSample">Some of the training rows, whose metrics are measured after each epoch too, with its final weights.</param>
    /// <param name="shuffle">Whether to shuffle the rows in each epoch.</param>
    /// <param name="seed">Of the shuffles.</param>
    /// <param name="callbacks">Told of what happens; a progress display when omitted, nothing when empty.</param>
    /// <param name="cancellation">Ends the training before its next batch. The model then has the weights of the last whole step, and can be used or trained on.</param>
    /// <returns>
    /// What each epoch measured: <c>loss</c>, the mean over rows; <c>last_batch_loss</c>, which is what Keras prints; the loss of each task of a model that has several, as <c>rating/loss</c>
    /// (not while a GPU trains, which would have to wait for them); the metrics.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model was not compiled.</exception>
    /// <exception cref="ArgumentException">A table is empty, or a number out of its range.</exception>
    /// <exception cref="NonFiniteException">A loss or gradient was NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <remarks>
    /// Beside the table, the weights and what the optimiser keeps of each (Adagrad as much again, Adam twice), a training needs 4 bytes a row for each feature of ids, computed when first seen and kept as
    /// long as the table; 4 more for a tower of several; 8 to 16 for a number; and 4 where it shuffles. docs/architecture.md has the sum. For rows that do not fit, give parts.
    /// </remarks>
    public History Fit(
        Table train,
        int epochs = 1,
        int batchSize = DefaultBatchSize,
        Table? validation = null,
        Table? trainingSample = null,
        bool shuffle = true,
        int seed = 0,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellation = default) =>
        Fit(new TrainingRun(this, train, epochs, batchSize, shuffle, seed, callbacks) { Validation = validation, TrainingSample = trainingSample }, cancellation);

    /// <summary>Trains on rows that come in parts, such as the files of a log that is larger than memory.</summary>
    /// <param name="parts">
    /// The rows, as tables with the same columns of the same types; those without rows are passed over. Each epoch goes through them once, and disposes of their enumerator however it ends. Give what
    /// begins anew each time, such as <c>files.Select(file => Table.ReadCsv(file))</c>, <see cref="Table.ReadCsvParts"/> or a method with <c>yield return</c>.
    /// </param>
    /// <param name="epochs">How many times to go through them.</param>
    /// <param name="batchSize">How many rows a step sees, across the ends of parts; the last batch of an epoch has the rest.</param>
    /// <param name="validation">Evaluated after each epoch, as <c>val_…</c>.</param>
    /// <param name="trainingSample">Some training rows, whose metrics are measured after each epoch too, with its final weights.</param>
    /// <param name="shuffle">
    /// Whether to shuffle the rows of each part in each epoch. Rows do not move from one part to another: cut the parts so that each is a fair sample, or give them in another order in each epoch.
    /// </param>
    /// <param name="seed">Of the shuffles.</param>
    /// <param name="callbacks">Told of what happens; a progress display when omitted, nothing when empty.</param>
    /// <param name="cancellation">Ends the training before its next batch. The model then has the weights of the last whole step, and can be used or trained on.</param>
    /// <returns>What each epoch measured, as for a table.</returns>
    /// <exception cref="InvalidOperationException">The model was not compiled.</exception>
    /// <exception cref="ArgumentException">
    /// No part has rows; one is <see langword="null"/> or has other columns than the first of its epoch (the message names its number, counted from 1, and the column); a table is empty, or a number out
    /// of its range. Exceptions of the parts' own reading pass as they are.
    /// </exception>
    /// <exception cref="InvalidDataException">The training was resumed, and the parts are not those that its checkpoint had read.</exception>
    /// <exception cref="NonFiniteException">A loss or gradient was NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <remarks>
    /// <para>
    /// Without a shuffle, parts train to the same bits as one table of all their rows if the features have a vocabulary, a hash or buckets. Numbers and times without one merge equal values where a table
    /// has many of them, so that parts may sum in another order.
    /// </para>
    /// <para>
    /// In memory are the part in training and, while it is read, the next one; of a part also 4 bytes a row for the order of its rows and for the indices of each feature, and 8 to 16 for a number,
    /// until the garbage collector has it. The parameters, the optimiser's state and the gradients are there as for a table.
    /// </para>
    /// </remarks>
    /// <example><code>
    /// var options = new ReadOptions { Keep = [ColumnSpec.String("user_id"), ColumnSpec.String("item_id")] };
    /// model.Fit(Directory.GetFiles("log", "*.csv").Order().Select(file => Table.ReadCsv(file, options)), epochs: 3, validation: test);
    /// </code></example>
    public History Fit(
        IEnumerable<Table> parts,
        int epochs = 1,
        int batchSize = DefaultBatchSize,
        Table? validation = null,
        Table? trainingSample = null,
        bool shuffle = true,
        int seed = 0,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellation = default) =>
        Fit(new TrainingRun(this, parts, epochs, batchSize, shuffle, seed, callbacks) { Validation = validation, TrainingSample = trainingSample }, cancellation);

    private History Fit(TrainingRun run, CancellationToken cancellation)
    {
        using var interruption = Interruption.By(cancellation);
        CheckNotEmpty(run.Validation, "validation");
        CheckNotEmpty(run.TrainingSample, "trainingSample");
        foreach (var _ in run.Epochs())
        {
            foreach (var batch in run.Batches())
            {
                run.Step(batch);
            }

            var measured = run.TrainingSample is null ? null : Evaluate(run.TrainingSample, run.BatchSize).Where(pair => pair.Key != "loss").ToArray();
            run.EndEpoch(run.Validation is null ? null : Evaluate(run.Validation, run.BatchSize), measured);
        }

        return run.History;
    }

    /// <summary>
    /// One training step: the loss of a batch, its gradients, and a step of the optimiser. It waits for the loss; <see cref="TrainingRun.Step"/> does not.
    /// </summary>
    /// <returns>The loss before the step, as <see cref="ComputeLoss"/> gives it.</returns>
    /// <exception cref="InvalidOperationException">The model was not compiled, or its loss is not one number.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient was NaN or infinite.</exception>
    public float TrainStep(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var step = new TensorScope();
        return Step(batch, readsLoss: true).Item();
    }

    /// <summary>One training step in the open scope.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="readsLoss">Whether to read the loss, and stop if it is not finite, before any weight changes. Where reading costs nothing, it is read anyway.</param>
    internal Tensor Step(Batch batch, bool readsLoss)
    {
        var optimizer = Optimizer ?? throw new InvalidOperationException("Compile the model before training it: model.Compile(new Adagrad(0.1f)).");
        try
        {
            var loss = CheckScalar(ComputeLoss(batch, training: true));
            if ((readsLoss || !loss.Device.RunsAhead) && loss.Item() is var value && !float.IsFinite(value))
            {
                throw new NonFiniteException($"step {optimizer.Iterations + 1}: the loss is {value}; {LargestWeight()}");
            }

            loss.Backward();
            optimizer.Step(Parameters);
            return loss;
        }
        finally
        {
            foreach (var parameter in Parameters)
            {
                parameter.ClearGradient();
            }
        }
    }

    /// <summary>Measures the model on the rows of a table, without changing it.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">How many rows a batch has. An in-batch loss depends on it; metrics do not.</param>
    /// <param name="cancellation">Ends the evaluation before its next batch.</param>
    /// <returns><c>loss</c>, the mean over rows; the loss of each task of a model that has several, as <c>rating/loss</c>; the metrics of the layers.</returns>
    /// <exception cref="ArgumentException">The table is empty, or the batch size not positive.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public MetricValues Evaluate(Table data, int batchSize = DefaultBatchSize, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var interruption = Interruption.By(cancellation);
        lock (_metricsInUse)
        {
            foreach (var metric in Metrics)
            {
                metric.Reset();
            }

            using var noGradient = new NoGradient();
            using var losses = new TaskLosses(Tasks);
            double total = 0;
            foreach (var batch in data.Batches(batchSize))
            {
                using var scope = new TensorScope();
                total += TotalLoss(CheckScalar(ComputeLoss(batch, training: false)).Item(), batch.Count);
            }

            return new MetricValues([new("loss", total / data.RowCount), .. losses.Means(), .. Metrics.SelectMany(metric => metric.Results())]);
        }
    }

    /// <summary>The model's prediction for each row of a table.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">How many rows are predicted at a time.</param>
    /// <param name="cancellation">Ends the prediction before its next batch.</param>
    /// <exception cref="NotSupportedException">The model does not override <see cref="ComputePrediction"/>.</exception>
    /// <exception cref="OperationCanceledException">The prediction was cancelled.</exception>
    public float[] Predict(Table data, int batchSize = DefaultBatchSize, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var interruption = Interruption.By(cancellation);
        using var noGradient = new NoGradient();
        var predictions = new List<float>(data.RowCount);
        foreach (var batch in data.Batches(batchSize))
        {
            using var scope = new TensorScope();
            predictions.AddRange(ComputePrediction(batch).ToArray());
        }

        return [.. predictions];
    }

    /// <summary>The loss of a batch summed over its rows.</summary>
    internal double TotalLoss(float loss, int rows) => LossIsMean ? (double)loss * rows : loss;

    /// <summary>Stops a training whose losses were read too late to keep the weights.</summary>
    internal void CheckFinite(ReadOnlySpan<float> losses)
    {
        var firstStep = Optimizer!.Iterations - losses.Length + 1;
        for (var i = 0; i < losses.Length; i++)
        {
            if (!float.IsFinite(losses[i]))
            {
                throw new NonFiniteException($"step {firstStep + i}: the loss is {losses[i]}", modelChanged: true);
            }
        }

        if (Parameters.FirstOrDefault(parameter => !parameter.Value.Device.AllFinite(parameter.Value)) is { } parameter)
        {
            throw new NonFiniteException($"step {Optimizer.Iterations}: {parameter} has a NaN or infinite value", modelChanged: true);
        }
    }

    private static void CheckNotEmpty(Table? table, string name)
    {
        if (table is { RowCount: 0 })
        {
            throw new ArgumentException($"The table given as {name} has no rows. Leave it out, or check the split it comes from.", name);
        }
    }

    private Tensor CheckScalar(Tensor loss) => loss.Shape.Count == 1 ? loss : throw new InvalidOperationException(
        $"{GetType().Name}.ComputeLoss gave a tensor of shape {loss.Shape}, and a loss is one number: return what a task's Loss gives, or take Mean() or Sum().");

    private string LargestWeight()
    {
        var (name, largest) = Parameters
            .Select(parameter => (parameter.Name, Largest: parameter.Value.ToArray().Max(weight => float.IsNaN(weight) ? float.PositiveInfinity : Math.Abs(weight))))
            .MaxBy(pair => pair.Largest);
        return $"the largest weight, {largest:G3}, is in {name}";
    }

    private KeyValuePair<string, TaskLayer>[] FindTasks()
    {
        var tasks = Layers.OfType<TaskLayer>().Distinct().ToArray();
        if (tasks.Length < 2)
        {
            return [];
        }

        var fields = InFields<TaskLayer>().DistinctBy(field => field.Value).ToDictionary(field => field.Value, field => field.Key);
        var names = Array.ConvertAll(tasks, task => task.Name ?? fields.GetValueOrDefault(task, task.GetType().Name));
        return names.Distinct().Count() == names.Length
            ? [.. names.Zip(tasks, KeyValuePair.Create)]
            : throw new InvalidOperationException(
                $"Two tasks of {GetType().Name} are called \"{names.CountBy(name => name).MaxBy(pair => pair.Value).Key}\", and the loss of one would hide the other's. Give each a name: new Ranking(…, name: \"rating\").");
    }

    /// <summary>What the fields hold of a type, by the fields' names; what lists hold by name and number.</summary>
    private IEnumerable<KeyValuePair<string, T>> InFields<T>()
        where T : class
    {
        for (var type = GetType(); type is not null && type != typeof(Model); type = type.BaseType)
        {
            const BindingFlags fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (var field in type.GetFields(fields))
            {
                switch (field.GetValue(this))
                {
                    case T value:
                        yield return new(FieldName(field), value);
                        break;
                    case IEnumerable<T> values:
                        foreach (var (number, value) in values.Index())
                        {
                            yield return new($"{FieldName(field)}[{number}]", value);
                        }

                        break;
                }
            }
        }
    }
}
