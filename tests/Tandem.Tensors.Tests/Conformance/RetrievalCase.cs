namespace Tandem.Tensors.Tests;

/// <summary>Queries <c>[·, dim]</c> to be scored against a corpus <c>[·, dim]</c>, on the host.</summary>
internal sealed record RetrievalCase(float[] Queries, float[] Corpus, int Dim)
{
    public int QueryRows => Queries.Length / Dim;

    public int CorpusRows => Corpus.Length / Dim;

    /// <summary>Scores are small integers: exact in any order of summation, and full of ties.</summary>
    public static RetrievalCase WithExactScores(int queries, int corpus, int dim, int seed) =>
        new(TestData.Integers(queries * dim, seed), TestData.Integers(corpus * dim, seed + 1), dim);

    public static RetrievalCase Random(int queries, int corpus, int dim, int seed) =>
        new(TestData.Normal(queries * dim, seed), TestData.Normal(corpus * dim, seed + 1), dim);
}
