using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// One training step of a two-tower model through the device seam and nothing else: gather both sides, in-batch softmax with gradients,
/// Adagrad on the rows touched.
/// </summary>
internal sealed class TrainingStep
{
    private const float Rate = 0.1f;
    private const float InitialAccumulator = 0.1f;
    private const float Epsilon = 1e-7f;

    private readonly IDevice _device;
    private readonly Tensor _users;
    private readonly Tensor _items;
    private readonly Tensor _userSums;
    private readonly Tensor _itemSums;

    /// <summary>Starts from the given tables, <c>[rows, dimension]</c> each.</summary>
    public TrainingStep(IDevice device, float[] users, float[] items, int dimension)
    {
        _device = device;
        _users = Tensor.From(users, new Shape(users.Length / dimension, dimension), device);
        _items = Tensor.From(items, new Shape(items.Length / dimension, dimension), device);
        _userSums = Tensor.Full(_users.Shape, InitialAccumulator, device);
        _itemSums = Tensor.Full(_items.Shape, InitialAccumulator, device);
    }

    /// <summary>Trains on a batch.</summary>
    /// <returns>The loss before the step, the sum over the batch.</returns>
    public float Run(PreparedBatch batch)
    {
        using var scope = new TensorScope();
        var queries = Gather(_users, batch.Users);
        var candidates = Gather(_items, batch.Items);
        var queryGradient = Tensor.Empty(queries.Shape, _device);
        var candidateGradient = Tensor.Empty(candidates.Shape, _device);
        var loss = Tensor.Empty(default, _device);
        var problem = new InBatchSoftmaxProblem
        {
            Queries = queries,
            Candidates = candidates,
            PairQueries = batch.PairUsers,
            PairCandidates = batch.PairItems,
            RowWeights = batch.RowWeights,
            ColumnBias = batch.ColumnBias,
        };
        _device.InBatchSoftmax(problem, loss, queryGradient, candidateGradient);
        Update(_users, _userSums, batch.Users, queryGradient);
        Update(_items, _itemSums, batch.Items, candidateGradient);
        return loss.Item();
    }

    private Tensor Gather(Tensor table, TableRows rows)
    {
        var result = Tensor.Empty(new Shape(rows.Looked.Length, table.Shape.Columns), _device);
        _device.Gather(table, rows.Looked, result);
        return result;
    }

    private void Update(Tensor table, Tensor sums, TableRows rows, Tensor gradient)
    {
        if (rows.Slots is { } slots)
        {
            var merged = Tensor.Zeros(new Shape(rows.Distinct.Length, table.Shape.Columns), _device);
            _device.ScatterAdd(gradient, slots, merged);
            gradient = merged;
        }

        _device.Adagrad(table, sums, gradient, rows.Distinct, Rate, Epsilon);
    }
}
