namespace Tandem;

/// <summary>
/// What a search found: for each query k rows of the index with their scores, best first, ties by the lower row; places that nothing was found for have
/// row −1 and score −∞.
/// </summary>
internal sealed record TopKRows(int K, float[] Scores, int[] Rows)
{
    /// <summary>The number of queries.</summary>
    public int Queries => K == 0 ? 0 : Rows.Length / K;

    /// <summary>The rows found for a query, best first.</summary>
    public ReadOnlySpan<int> Of(int query)
    {
        var rows = Rows.AsSpan(query * K, K);
        return rows.IndexOf(-1) is >= 0 and var count ? rows[..count] : rows;
    }
}
