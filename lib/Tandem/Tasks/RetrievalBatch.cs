namespace Tandem;

/// <summary>The checked parts of a batch that the retrieval loss depends on; what is absent is null.</summary>
internal sealed record RetrievalBatch
{
    /// <summary>Probabilities are raised to this before their logarithm is taken.</summary>
    private const float MinProbability = 1e-6f;

    public required EmbeddedRows Queries { get; init; }

    public required EmbeddedRows Candidates { get; init; }

    /// <summary>For each query its weight.</summary>
    public float[]? Weights { get; init; }

    /// <summary>For each candidate what is added to its logits.</summary>
    public float[]? Correction { get; init; }

    /// <summary>For each candidate a number that it shares with those that are the same; present when accidental hits are to be removed.</summary>
    public int[]? Ids { get; init; }

    /// <summary>For each query and candidate whether they may be compared.</summary>
    public bool[,]? Mask { get; init; }

    /// <summary>−log p for each candidate.</summary>
    public static float[]? CorrectionFor(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.IsEmpty)
        {
            return null;
        }

        var correction = new float[probabilities.Length];
        for (var i = 0; i < correction.Length; i++)
        {
            correction[i] = -MathF.Log(Math.Max(probabilities[i], MinProbability));
        }

        return correction;
    }

    /// <summary>A number for each candidate's id: its row, when no ids are given and a tower told which rows are the same.</summary>
    /// <exception cref="ArgumentException">Nothing tells which candidates are the same.</exception>
    public static int[] IdsOf(EmbeddedRows candidates, IReadOnlyList<string>? ids)
    {
        if (ids is null)
        {
            return candidates.Identity is not null ? candidates.RowOf.ToArray() : throw new ArgumentException(
                "Retrieval: accidental hits are to be removed, and nothing says which candidates are the same. Give candidateIds, one for each candidate, or candidates that a tower embedded.");
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new int[ids.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (!numbers.TryGetValue(ids[i], out result[i]))
            {
                numbers.Add(ids[i], result[i] = numbers.Count);
            }
        }

        return result;
    }
}
