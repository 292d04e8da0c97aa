using Tandem.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Tandem;

/// <summary>The training of <see cref="HistoryTowers"/>.</summary>
internal sealed class HistoryTraining
{
    private const float InitialDeviation = 0.05f;

    /// <summary>Weights up to this have gradients whose squares Adam can add up. Larger ones are counted in a unit of about the largest.</summary>
    private const float LargestWeight = 1e12f;

    private readonly Interactions _interactions;
    private readonly SparseRows _byUser;
    private readonly float _regularization;
    private readonly int _batchSize;
    private readonly SeededRandom _random;
    private readonly Parameter _history;
    private readonly Parameter _items;

    public HistoryTraining(Interactions interactions, int dimension, float regularization, int batchSize, int seed)
    {
        (_interactions, _batchSize, _random) = (interactions, batchSize, new SeededRandom(seed));

        // One factor for all of the loss changes nothing that Adam does.
        var unit = UnitOf(interactions.ByUser.Weights);
        _regularization = regularization * unit;
        _byUser = unit == 1 ? interactions.ByUser : interactions.ByUser with { Weights = Array.ConvertAll(interactions.ByUser.Weights, weight => weight * unit) };
        var (initial, shape) = (Initializer.Normal(InitialDeviation), new Shape(interactions.Items.Count, dimension));
        _history = initial.Create("history/embedding", shape, seed);
        _items = initial.Create("items/embedding", shape, seed + 1);
    }

    private int Items => _interactions.Items.Count;

    /// <summary>The users' rows: the embeddings of each history's items, times their weights, the squares of which sum to 1.</summary>
    public static Tensor Embed(Tensor embeddings, SparseRows histories) =>
        embeddings.PoolRows(new Bags(histories.Offsets, histories.Columns, Shares(histories)), Pooling.Sum);

    /// <summary>Trains and gives the embeddings of histories and of items.</summary>
    public (Tensor History, Tensor Items) Run(int epochs, float learningRate, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        var users = _interactions.Users.Count;
        var steps = (users + _batchSize - 1) / _batchSize;
        var optimizer = new Adam(learningRate) { Schedule = new CosineDecay(learningRate, epochs * steps) };
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in _random.Permutation(users).Chunk(_batchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                Step(_byUser.Take(batch), optimizer);
            }

            progress?.Invoke(new FitProgress(epoch + 1, epochs));
        }

        foreach (var parameter in new[] { _history, _items })
        {
            if (!parameter.Value.Device.AllFinite(parameter.Value))
            {
                throw NonFiniteException.OfFit(NotFinite("an embedding is not finite"));
            }

            parameter.Value.RequiresGradient = false;
        }

        return (TensorScope.Keep(_history.Value), TensorScope.Keep(_items.Value));
    }

    /// <summary>A power of two that makes the largest weight about 1; 1 for ordinary weights.</summary>
    private static float UnitOf(float[] weights) =>
        TensorPrimitives.Max<float>(weights) is > LargestWeight and var largest ? MathF.ScaleB(1, -MathF.ILogB(largest)) : 1;

    /// <summary>An item's part of its user's row: its weight over the root of the sum of their squares.</summary>
    private static float[] Shares(SparseRows histories)
    {
        var shares = histories.Weights.ToArray();
        for (var row = 0; row < histories.Rows; row++)
        {
            var own = shares.AsSpan(histories.Offsets[row]..histories.Offsets[row + 1]);
            var norm = TensorPrimitives.Norm<float>(own);
            if (!float.IsNormal(norm * norm))
            {
                // Squares leave the range of floats: shares do not change with the unit of the weights.
                TensorPrimitives.Divide(own, TensorPrimitives.Max<float>(own), own);
                norm = TensorPrimitives.Norm<float>(own);
            }

            TensorPrimitives.Divide(own, norm, own);
        }

        return shares;
    }

    private string NotFinite(string what)
    {
        var (users, weights) = (_interactions.ByUser, _interactions.ByUser.Weights);
        var heaviest = TensorPrimitives.IndexOfMax<float>(weights);
        var user = Array.FindLastIndex(users.Offsets, offset => offset <= heaviest);
        return $"{nameof(HistoryTowers)}: {what}. Lower the learning rate; or, if weights are extreme, divide them or take their logarithm. "
            + $"The largest is {weights[heaviest]:R}, of user \"{_interactions.Users[user]}\" and item \"{_interactions.Items[users.Columns[heaviest]]}\".";
    }

    private void Step(SparseRows histories, Optimizer optimizer)
    {
        using var scope = new TensorScope();
        var loss = Loss(histories);
        if (!float.IsFinite(loss.Item()))
        {
            throw NonFiniteException.OfFit(NotFinite($"the loss of step {optimizer.Iterations + 1} is {loss.Item()}"));
        }

        loss.Backward();
        optimizer.Step([_history, _items]);
        _history.ClearGradient();
        _items.ClearGradient();
    }

    /// <summary>The cross-entropy of the users' histories, each item scored without its own part, and the regularisation: the mean over users.</summary>
    private Tensor Loss(SparseRows histories)
    {
        var (history, items) = (_history.Value, _items.Value);
        var users = Embed(history, histories);
        var ownParts = Dense(histories, Shares(histories)) * (history * items).SumColumns().Reshape(new Shape(Items));
        var scores = users.MatMul(items, transposeOther: true) - ownParts;
        var weights = Tensor.From(TotalWeights(histories), new Shape(histories.Rows, 1));
        var entropy = (scores.LogSumExp().Reshape(weights.Shape) * weights).Sum() - (scores * Dense(histories, histories.Weights)).Sum();
        var lengths = users.Square().Sum() + ((float)histories.Rows / _interactions.Users.Count * items.Square().Sum());
        return 1f / histories.Rows * (entropy + (_regularization / 2 * lengths));
    }

    private Tensor Dense(SparseRows histories, float[] values)
    {
        var dense = new float[histories.Rows * Items];
        for (var row = 0; row < histories.Rows; row++)
        {
            for (var e = histories.Offsets[row]; e < histories.Offsets[row + 1]; e++)
            {
                dense[(row * Items) + histories.Columns[e]] = values[e];
            }
        }

        return Tensor.From(dense, new Shape(histories.Rows, Items));
    }

    private static float[] TotalWeights(SparseRows histories)
    {
        var totals = new float[histories.Rows];
        for (var row = 0; row < totals.Length; row++)
        {
            totals[row] = TensorPrimitives.Sum<float>(histories.Weights.AsSpan(histories.Offsets[row]..histories.Offsets[row + 1]));
        }

        return totals;
    }
}
