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

    /// <summary>The logits of a block: 16 MiB of them, and a few times as much for what is computed from them.</summary>
    private const int MaxBlockElements = 1 << 22;

    private readonly RetrievalBatch _batch;
    private readonly float _scale;
    private readonly int _hardNegatives;
    private readonly ILookup<int, int>? _candidatesOfId;

    public RetrievalScores(RetrievalBatch batch, float scale, int hardNegatives)
    {
        _batch = batch;
        _scale = scale;
        _hardNegatives = hardNegatives;
        _candidatesOfId = batch.Ids is null ? null : Enumerable.Range(0, batch.Ids.Length).ToLookup(candidate => batch.Ids[candidate]);
    }

    private int Candidates => _batch.Candidates.Count;

    public Tensor Loss() => Tensor.SumOverRowBlocks(
        _batch.Queries.ToTensor(), _batch.Candidates.ToTensor(), Math.Max(1, MaxBlockElements / Candidates), LossOfBlock);

    private Tensor LossOfBlock(Tensor queries, Tensor candidates, int first)
    {
        var count = queries.Shape[0];
        var logits = Logits(queries, candidates, first);
        var losses = _hardNegatives > 0 && _hardNegatives < Candidates - 1
            ? LossesOfHardest(logits, first)
            : logits.LogSumExp() - OwnLogits(queries, candidates, first);
        return (_batch.Weights is null ? losses : losses * Tensor.From(_batch.Weights.AsSpan(first, count), new Shape(count, 1))).Sum();
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
        var added = new float[shape.Count];
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

        var kept = new float[shape.Count];
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

    private Tensor LossesOfHardest(Tensor logits, int first)
    {
        var chosen = HardNegatives.Choose(logits, _hardNegatives, first);
        var kept = logits.Reshape(new Shape(logits.Shape.Count, 1)).Gather(chosen).Reshape(new Shape(logits.Shape[0], _hardNegatives + 1));
        return kept.LogSumExp() - kept.Columns(0, 1);
    }
}
