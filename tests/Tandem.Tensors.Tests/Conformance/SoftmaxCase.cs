namespace Tandem.Tensors.Tests;

/// <summary>An in-batch softmax problem on the host; see <see cref="InBatchSoftmaxProblem"/>.</summary>
internal sealed record SoftmaxCase(float[] Queries, float[] Candidates, int Dim, int[] PairQueries, int[] PairCandidates)
{
    public float[]? PairWeights { get; init; }

    public float[]? PairBias { get; init; }

    public float[]? ColumnBias { get; init; }

    public float[]? RowWeights { get; init; }

    public float[]? PairShares { get; init; }

    public float Scale { get; init; } = 1;

    public int QueryRows => Queries.Length / Dim;

    public int CandidateRows => Candidates.Length / Dim;

    /// <summary>The largest |logit|: rounding a logit costs the gradients as many digits as it has.</summary>
    public double LargestLogit => Enumerable.Range(0, QueryRows).Max(
        q => Enumerable.Range(0, CandidateRows).Max(c => Math.Abs(Scale * ReferenceKernels.Dot(Queries, q, Candidates, c, Dim))));

    /// <summary>The largest sum of positive terms that a gradient can be the difference of: where the two sides cancel, this is what is rounded.</summary>
    public double LargestGradientTerm
    {
        get
        {
            var weights = Enumerable.Range(0, PairQueries.Length).Select(pair => (double)(PairWeights?[pair] ?? 1f)).ToArray();
            var ofRows = PairQueries.Zip(weights).Concat(PairCandidates.Zip(weights).Select(pair => (pair.First + QueryRows, pair.Second)));
            var heaviest = ofRows.GroupBy(pair => pair.Item1, pair => pair.Item2).Select(group => group.Sum()).Append(RowWeights?.Max() ?? 1f).Max();
            return heaviest * Math.Abs(Scale) * Queries.Concat(Candidates).Max(Math.Abs);
        }
    }

    /// <summary>Random rows; pair i is (i mod queries, i mod candidates).</summary>
    public static SoftmaxCase Random(int queries, int candidates, int dim, int seed, int? pairs = null, double scale = 1)
    {
        var count = pairs ?? queries;
        return new SoftmaxCase(
            TestData.Normal(queries * dim, seed, scale / Math.Sqrt(dim)),
            TestData.Normal(candidates * dim, seed + 1, scale),
            dim,
            [.. Enumerable.Range(0, count).Select(i => i % queries)],
            [.. Enumerable.Range(0, count).Select(i => i % candidates)]);
    }

    /// <summary>The same batch with every optional part present.</summary>
    public SoftmaxCase WithAllParts(int seed) => this with
    {
        PairWeights = TestData.Uniform(PairQueries.Length, seed, 0, 2),
        PairBias = TestData.Normal(PairQueries.Length, seed + 1),
        ColumnBias = TestData.Normal(CandidateRows, seed + 2),
        RowWeights = TestData.Uniform(QueryRows, seed + 3, 0, 2),
        Scale = 0.7f,
    };

    /// <summary>The same batch, in which one of up to a thousand parts of each pair's own column counts for it.</summary>
    public SoftmaxCase WithShares(int seed) => this with
    {
        RowWeights = null,
        PairShares = [.. TestData.Uniform(PairQueries.Length, seed, 0, 4).Select(digits => MathF.Pow(10, -MathF.Floor(digits)))],
    };

    /// <summary>Puts the batch on a device; the tensors belong to the open scope.</summary>
    public InBatchSoftmaxProblem Upload(IDevice device) => new()
    {
        Queries = Tensor.From(Queries, new Shape(QueryRows, Dim), device),
        Candidates = Tensor.From(Candidates, new Shape(CandidateRows, Dim), device),
        PairQueries = Indices.From(PairQueries, device: device),
        PairCandidates = Indices.From(PairCandidates, device: device),
        PairWeights = Vector(PairWeights, device),
        PairBias = Vector(PairBias, device),
        ColumnBias = Vector(ColumnBias, device),
        RowWeights = Vector(RowWeights, device),
        PairShares = Vector(PairShares, device),
        Scale = Scale,
    };

    /// <summary>Runs the device's kernel.</summary>
    public (float Loss, float[] QueryGradient, float[] CandidateGradient) Run(IDevice device)
    {
        using var scope = new TensorScope();
        var problem = Upload(device);
        var loss = Tensor.Full(new Shape(), float.NaN, device);
        var queryGradient = Tensor.Full(problem.Queries.Shape, float.NaN, device);
        var candidateGradient = Tensor.Full(problem.Candidates.Shape, float.NaN, device);
        device.InBatchSoftmax(problem, loss, queryGradient, candidateGradient);
        return (loss.Item(), queryGradient.ToArray(), candidateGradient.ToArray());
    }

    private static Tensor? Vector(float[]? values, IDevice device) =>
        values is null ? null : Tensor.From(values, new Shape(values.Length), device);
}
