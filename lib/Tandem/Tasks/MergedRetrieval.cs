using Tandem.Tensors;

namespace Tandem;

/// <summary>The retrieval loss over the distinct rows of a batch, each computed once, in one kernel.</summary>
internal static class MergedRetrieval
{
    /// <summary>The batch with as many of its repeated rows merged as give the same loss; <see langword="null"/> when candidates must be told apart query by query.</summary>
    public static RetrievalBatch? Merge(RetrievalBatch batch)
    {
        if (batch.Correction is { } correction && !IsFunctionOf(batch.Candidates.RowOf, correction))
        {
            batch = batch with { Candidates = new EmbeddedRows(batch.Candidates.ToTensor()) };
        }

        return batch.Mask is null && (batch.Ids is null || IsFunctionOf(batch.Ids, batch.Candidates.RowOf)) ? batch : null;
    }

    /// <summary>The loss of a batch that <see cref="Merge"/> returned.</summary>
    public static Tensor Loss(RetrievalBatch batch, float scale)
    {
        var (queries, candidates) = (batch.Queries, batch.Candidates);
        var multiplicity = Multiplicity(candidates);
        var shares = PairShares(batch, multiplicity);
        return Tensor.InBatchSoftmax(new InBatchSoftmaxProblem
        {
            Queries = queries.Rows,
            Candidates = candidates.Rows,
            PairQueries = Indices.From(queries.RowOf),
            PairCandidates = Indices.From(candidates.RowOf[..queries.Count]),
            PairWeights = batch.Weights is null ? null : Tensor.From(batch.Weights),
            PairBias = batch.Correction is null ? null : Tensor.From(batch.Correction.AsSpan(0, queries.Count)),
            ColumnBias = ColumnBias(batch, multiplicity),
            RowWeights = shares is null ? RowWeights(batch) : null,
            PairShares = shares,
            Scale = scale,
        });
    }

    /// <summary>Whether equal keys have equal values.</summary>
    private static bool IsFunctionOf<T>(ReadOnlySpan<int> keys, ReadOnlySpan<T> values)
        where T : IEquatable<T>
    {
        var first = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            ref var known = ref first[keys[i]];
            if (known == 0)
            {
                known = i + 1;
            }
            else if (!values[known - 1].Equals(values[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>For each distinct row, how many candidates it stands for.</summary>
    private static int[] Multiplicity(EmbeddedRows candidates)
    {
        var multiplicity = new int[candidates.Rows.Shape[0]];
        foreach (var row in candidates.RowOf)
        {
            multiplicity[row]++;
        }

        return multiplicity;
    }

    /// <summary>For each pair the share of its column that is not an accidental hit.</summary>
    private static Tensor? PairShares(RetrievalBatch batch, int[] multiplicity)
    {
        if (batch.Ids is not { } ids)
        {
            return null;
        }

        var counts = new int[ids.Length];
        foreach (var id in ids)
        {
            counts[id]++;
        }

        var shares = new float[batch.Queries.Count];
        for (var pair = 0; pair < shares.Length; pair++)
        {
            var ofColumn = multiplicity[batch.Candidates.RowOf[pair]];
            shares[pair] = (float)(ofColumn - (counts[ids[pair]] - 1)) / ofColumn;
        }

        return shares.AsSpan().ContainsAnyExcept(1f) ? Tensor.From(shares) : null;
    }

    /// <summary>A column that stands for n candidates counts n times: log n is added to its logits, and the correction.</summary>
    private static Tensor? ColumnBias(RetrievalBatch batch, int[] multiplicity)
    {
        if (multiplicity.Length == batch.Candidates.Count && batch.Correction is null)
        {
            return null;
        }

        var bias = new float[multiplicity.Length];
        for (var i = 0; i < batch.Candidates.Count && batch.Correction is not null; i++)
        {
            bias[batch.Candidates.RowOf[i]] = batch.Correction[i];
        }

        for (var row = 0; row < bias.Length; row++)
        {
            bias[row] += MathF.Log(multiplicity[row]);
        }

        return Tensor.From(bias);
    }

    /// <summary>A row that stands for several queries weighs as much as they do together.</summary>
    private static Tensor? RowWeights(RetrievalBatch batch)
    {
        var rows = batch.Queries.Rows.Shape[0];
        if (rows == batch.Queries.Count && batch.Weights is null)
        {
            return null;
        }

        var weights = new float[rows];
        for (var i = 0; i < batch.Queries.Count; i++)
        {
            weights[batch.Queries.RowOf[i]] += batch.Weights?[i] ?? 1f;
        }

        return Tensor.From(weights);
    }
}
