using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The retrieval loss over the matrix of logits, for what treats queries and candidates one by one. A block of queries is made at a time, and its
/// gradients with it, so that the matrix is never there as a whole.
/// </summary>
internal sealed class RetrievalScores
{
    /// <summary>The logit of a dropped candidate: so low that its probability is exactly 0, and yet a number.</summary>
    private const float Dropped = float.MinValue / 100;

    /// <summary>The logits of a block: 4 MiB of them, few enough for a cache to hold what is computed from them, one after the other.</summary>
    private const int MaxBlockElements = 1 << 20;

    private readonly RetrievalBatch _batch;
    private readonly float _scale;
    private readonly int _hardNegatives;
    private readonly Loss? _loss;
    private readonly PredictionMetric[] _metrics;
    private readonly ILookup<int, int>? _candidatesOfId;
    private readonly float[] _added;
    private readonly float[] _kept;

    public RetrievalScores(RetrievalBatch batch, float scale, int hardNegatives, Loss? loss, PredictionMetric[] metrics)
    {
        _batch = batch;
        _scale = scale;
        _hardNegatives = hardNegatives < batch.Candidates.Count - 1 ? hardNegatives : 0;
        (_loss, _metrics) = (loss, metrics);
        _candidatesOfId = batch.Ids is null ? null : Enumerable.Range(0, batch.Ids.Length).ToLookup(candidate => batch.Ids[candidate]);
        var blockElements = Math.Min(BlockRows, batch.Queries.Count) * Candidates;
        _added = new float[batch.Ids is null && batch.Mask is null ? 0 : blockElements];
        _kept = new float[batch.Mask is null ? 0 : blockElements];
    }

    private int Candidates => _batch.Candidates.Count;

    private int BlockRows => Math.Max(1, MaxBlockElements / Candidates);

    public Tensor Loss() => Tensor.SumOverRowBlocks(_batch.Queries.ToTensor(), _batch.Candidates.ToTensor(), BlockRows, LossOfBlock);

    private Tensor LossOfBlock(Tensor queries, Tensor candidates, int first)
    {
        var logits = Logits(queries, candidates, first);
        logits = _hardNegatives > 0 ? Hardest(logits, first) : logits;
        var labels = _loss is null && _metrics.Length == 0 ? null : Labels(logits.Shape, first);
        Measure(labels, logits);
        if (_loss is not null)
        {
            return ChosenLoss(_loss, labels!, logits, first);
        }

        var own = _hardNegatives > 0 ? logits.Columns(0, 1) : OwnLogits(queries, candidates, first);
        // Relative to the own logit: a large one would round the logarithm away.
        var losses = (logits - own).LogSumExp();
        return (_batch.Weights is null ? losses : losses * Tensor.From(Weights(first, losses.Shape[0]), losses.Shape)).Sum();
    }

    private void Measure(Tensor? labels, Tensor logits)
    {
        if (_metrics.Length == 0)
        {
            return;
        }

        var batch = new PredictionBatch(labels!, logits);
        foreach (var metric in _metrics)
        {
            metric.Update(batch);
        }
    }

    /// <summary>A block's part in the loss of all queries.</summary>
    private Tensor ChosenLoss(Loss loss, Tensor labels, Tensor logits, int first)
    {
        var count = logits.Shape[0];
        var ofBlock = loss.Compute(labels, logits, Weights(first, count));
        return loss.Reduction == Reduction.Sum ? ofBlock : (float)count / _batch.Queries.Count * ofBlock;
    }

    private ReadOnlySpan<float> Weights(int first, int count) => _batch.Weights is null ? [] : _batch.Weights.AsSpan(first, count);

    /// <summary>1 for each query's own candidate, 0 elsewhere.</summary>
    private Tensor Labels(Shape shape, int first)
    {
        var labels = new float[shape.Count];
        for (var row = 0; row < shape.Rows; row++)
        {
            labels[(row * shape.Columns) + (_hardNegatives > 0 ? 0 : first + row)] = 1f;
        }

        return Tensor.From(labels, shape);
    }

    private Tensor Logits(Tensor queries, Tensor candidates, int first)
    {
        var logits = (_scale * queries).MatMul(candidates, transposeOther: true);
        if (_batch.Correction is not null)
        {
            logits += Tensor.From(_batch.Correction);
        }

        if (_batch.Ids is null && _batch.Mask is null)
        {
            return logits;
        }

        var (kept, added) = Drops(first, logits.Shape);
        return (kept is null ? logits : logits * kept) + added;
    }

    /// <summary>What the logits are multiplied by where a mask replaces them, and what is added to them.</summary>
    private (Tensor? Kept, Tensor Added) Drops(int first, Shape shape)
    {
        var added = _added.AsSpan(0, shape.Count);
        added.Clear();
        for (var row = 0; row < shape.Rows; row++)
        {
            foreach (var candidate in _candidatesOfId?[_batch.Ids![first + row]] ?? [])
            {
                added[(row * Candidates) + candidate] = candidate == first + row ? 0f : Dropped;
            }
        }

        if (_batch.Mask is null)
        {
            return (null, Tensor.From(added, shape));
        }

        var kept = _kept.AsSpan(0, shape.Count);
        for (var i = 0; i < kept.Length; i++)
        {
            var allowed = _batch.Mask[first + (i / Candidates), i % Candidates];
            (kept[i], added[i]) = allowed ? (1f, added[i]) : (0f, Dropped);
        }

        return (Tensor.From(kept, shape), Tensor.From(added, shape));
    }

    private Tensor OwnLogits(Tensor queries, Tensor candidates, int first)
    {
        var count = queries.Shape[0];
        var own = candidates.Gather(Indices.From([.. Enumerable.Range(first, count)], areDistinct: true));
        var logits = (_scale * queries * own).SumColumns();
        return _batch.Correction is null ? logits : logits + Tensor.From(_batch.Correction.AsSpan(first, count), new Shape(count, 1));
    }

    /// <summary>Of each row the own candidate's logit, and those of the hardest negatives.</summary>
    private Tensor Hardest(Tensor logits, int first)
    {
        var chosen = HardNegatives.Choose(logits, _hardNegatives, first);
        return logits.Reshape(new Shape(logits.Shape.Count, 1)).Gather(chosen).Reshape(new Shape(logits.Shape[0], _hardNegatives + 1));
    }
}
