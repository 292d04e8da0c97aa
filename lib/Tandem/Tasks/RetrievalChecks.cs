namespace Tandem;

/// <summary>What the parts of a batch must be, with messages that name the place and the remedy.</summary>
internal static class RetrievalChecks
{
    /// <summary>Checks all parts against each other.</summary>
    public static void Check(
        EmbeddedRows queries,
        EmbeddedRows candidates,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> probabilities,
        IReadOnlyList<string>? ids,
        bool[,]? mask)
    {
        CheckRows(queries, candidates);
        CheckWeights(weights, queries.Count);
        CheckProbabilities(probabilities, candidates.Count);
        if (ids is not null)
        {
            CheckLength(ids.Count, candidates.Count, "candidate ids", "candidate");
        }

        CheckMask(mask, queries.Count, candidates.Count, weights);
    }

    private static void CheckRows(EmbeddedRows queries, EmbeddedRows candidates)
    {
        if (queries.Count == 0)
        {
            throw new ArgumentException("Retrieval: the batch has no queries, and so no loss. Leave empty batches out.");
        }

        if (candidates.Count < queries.Count)
        {
            throw new ArgumentException(
                $"Retrieval: {queries.Count} queries need as many candidates or more; there are {candidates.Count}. The first candidates are the queries' own, in their order.");
        }

        if (queries.Rows.Shape[1] != candidates.Rows.Shape[1])
        {
            throw new ArgumentException(
                $"Retrieval: queries {queries.Rows.Shape} and candidates {candidates.Rows.Shape} must have rows of the same length. Give both towers the same output dimension.");
        }
    }

    private static void CheckWeights(ReadOnlySpan<float> weights, int queries)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        CheckLength(weights.Length, queries, "sample weights", "query");
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] < 0)
            {
                throw new ArgumentException(
                    $"Retrieval: sample weight {i} is {weights[i]}. A weight below 0 asks to get as far away as possible, which has no optimum: give a disliked candidate weight 0 here, and teach the dislike with a rating task beside this one.");
            }
        }

        SampleWeights.Check(weights, nameof(Retrieval));
    }

    private static void CheckProbabilities(ReadOnlySpan<float> probabilities, int candidates)
    {
        if (probabilities.IsEmpty)
        {
            return;
        }

        CheckLength(probabilities.Length, candidates, "candidate sampling probabilities", "candidate");
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] > 0 && probabilities[i] <= 1))
            {
                throw new ArgumentException(
                    $"Retrieval: candidate sampling probabilities are numbers above 0 and at most 1; number {i} is {probabilities[i]}. Give the share of training rows that have the candidate, as Popularity computes it.");
            }
        }
    }

    private static void CheckMask(bool[,]? mask, int queries, int candidates, ReadOnlySpan<float> weights)
    {
        if (mask is null)
        {
            return;
        }

        if (mask.GetLength(0) != queries || mask.GetLength(1) != candidates)
        {
            throw new ArgumentException(
                $"Retrieval: the score mask is [{mask.GetLength(0)}, {mask.GetLength(1)}]; it must have a row for each query and a column for each candidate, [{queries}, {candidates}].");
        }

        for (var i = 0; i < queries; i++)
        {
            if (!mask[i, i] && (weights.IsEmpty || weights[i] > 0))
            {
                throw new ArgumentException(
                    $"Retrieval: the score mask hides candidate {i} from query {i}, whose own it is: its loss would be infinite. Allow it, or give the query the sample weight 0.");
            }
        }
    }

    private static void CheckLength(int length, int needed, string what, string ofEach)
    {
        if (length != needed)
        {
            throw new ArgumentException($"Retrieval: {length} {what} were given where {needed} are needed, one for each {ofEach}.");
        }
    }
}
