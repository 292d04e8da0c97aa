using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Exact retrieval over candidates that are embedded while the index is searched, a block at a time: for a corpus whose vectors do not fit in memory, or
/// whose tower is still being trained. Every search embeds all candidates anew; ask for many queries at once.
/// </summary>
/// <remarks>A search that meets a vector which is not finite ends in an <see cref="ArgumentException"/> that names the candidate.</remarks>
public sealed class Streaming : VectorIndex
{
    private readonly IEnumerable<Tensor> _blocks;

    /// <summary>Indexes the candidates of a table.</summary>
    /// <param name="queryTower">Embeds the queries.</param>
    /// <param name="candidateTower">Embeds the candidates, at each search, with the weights that it then has.</param>
    /// <param name="candidates">The candidates, one a row.</param>
    /// <param name="identifier">The column whose values are returned for them; must be unique.</param>
    /// <param name="blockRows">How many candidates are embedded at a time.</param>
    /// <param name="queries">
    /// The queries that may be asked for by id, one a row, with the columns that the query tower reads: users with their ages, say. Not needed where the tower reads an id alone.
    /// </param>
    /// <param name="queryIdentifier">The column of <paramref name="queries"/> that has their ids; the query tower's first column of ids when omitted.</param>
    /// <exception cref="ArgumentException">
    /// There are no candidates, or an identifier is missing or duplicated; the towers differ in dimension; a column is missing from the queries, an id occurs in two of their rows, or the tower
    /// can embed none of them.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">Blocks would have no rows.</exception>
    public Streaming(
        Tower queryTower, Tower candidateTower, Table candidates, string identifier, int blockRows = 16384, Table? queries = null, string? queryIdentifier = null)
        : base(Checked(queryTower, candidateTower, candidates), candidates[identifier], candidateTower.Dimension, queries, queryIdentifier)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockRows);
        _blocks = Finite(CandidateBlocks.Embed(candidateTower, candidates, blockRows));
    }

    /// <summary>Indexes candidates that come in blocks, such as files of vectors.</summary>
    /// <param name="blocks">
    /// The candidates, the same at each enumeration: they are enumerated now, for their identifiers, and at each search. Tensors that the enumeration makes are freed
    /// once their block has been searched.
    /// </param>
    /// <param name="queryTower">Embeds the queries; when omitted, the index is queried with vectors.</param>
    /// <param name="queries">
    /// The queries that may be asked for by id, one a row, with the columns that the query tower reads: users with their ages, say. Not needed where the tower reads an id alone.
    /// </param>
    /// <param name="queryIdentifier">The column of <paramref name="queries"/> that has their ids; the query tower's first column of ids when omitted.</param>
    /// <exception cref="ArgumentException">
    /// There are no candidates, or an identifier is missing or duplicated; a block's vectors are not one for each identifier, or of another length than the others or the queries.
    /// </exception>
    public Streaming(IEnumerable<CandidateBlock> blocks, Tower? queryTower = null, Table? queries = null, string? queryIdentifier = null)
        : this(blocks, queryTower, Enumerated(blocks), queries, queryIdentifier)
    {
    }

    private Streaming(
        IEnumerable<CandidateBlock> blocks, Tower? queryTower, (StringColumn Identifiers, int Dimension) candidates, Table? queries, string? queryIdentifier)
        : base(queryTower, candidates.Identifiers, candidates.Dimension, queries, queryIdentifier) => _blocks = Finite(Unchanged(blocks));

    internal override TopKRows Search(Tensor queries, int k, RowFilter filter) =>
        SearchBlocks(k, (block, first) => Best(queries, block, first, k, filter));

    internal override int[] RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates) =>
        CandidateBlocks.RankCounts(_blocks, queries, trueCandidates, pairQueries, pairCandidates);

    private protected override TopKRows SearchSimilar(int[] rows, int k, RowFilter filter)
    {
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var shape = new Shape(rows.Length, Dimension);
        var vectors = new float[shape.Count];
        CandidateBlocks.ForEach(_blocks, (block, first) => CopyRows(block, first, rows, vectors));
        var queries = Directions(Tensor.From(vectors, shape));
        return SearchBlocks(k, (block, first) => Best(queries, Directions(block), first, k, filter));
    }

    private TopKRows SearchBlocks(int k, Func<Tensor, int, TopKRows> search)
    {
        TopKRows? best = null;
        CandidateBlocks.ForEach(_blocks, (block, first) =>
        {
            var found = search(block, first);
            best = best is null ? found : Merge(best, found, k);
        });
        return best!;
    }

    private IEnumerable<Tensor> Finite(IEnumerable<Tensor> blocks)
    {
        var first = 0;
        foreach (var block in blocks)
        {
            CheckFinite(block, Identifiers, "candidate", first);
            first += block.Shape[0];
            yield return block;
        }
    }

    private IEnumerable<Tensor> Unchanged(IEnumerable<CandidateBlock> blocks)
    {
        var row = 0;
        foreach (var block in blocks)
        {
            foreach (var identifier in block.Identifiers)
            {
                if (row == Count || Identifiers[row] != identifier)
                {
                    throw new InvalidOperationException(
                        $"The blocks of candidates changed since the index was made: candidate {row} was {(row == Count ? "none" : $"\"{Identifiers[row]}\"")} and is \"{identifier}\". Make the index again.");
                }

                row++;
            }

            CheckBlock(block, Dimension);
            yield return block.Vectors;
        }

        if (row < Count)
        {
            throw new InvalidOperationException($"The blocks of candidates changed since the index was made: there were {Count} candidates, and now {row}. Make the index again.");
        }
    }

    private static (StringColumn Identifiers, int Dimension) Enumerated(IEnumerable<CandidateBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var (identifiers, dimension) = (new List<string>(), 0);
        using var enumerator = blocks.GetEnumerator();
        while (true)
        {
            using var scope = new TensorScope();
            if (!enumerator.MoveNext())
            {
                return (new StringColumn("identifiers", identifiers), dimension);
            }

            var block = enumerator.Current;
            dimension = dimension == 0 && block.Vectors.Shape.Rank == 2 ? block.Vectors.Shape[1] : dimension;
            CheckBlock(block, dimension);
            identifiers.AddRange(block.Identifiers);
        }
    }

    private static void CheckBlock(CandidateBlock block, int dimension)
    {
        if (block.Vectors.Shape.Rank != 2 || block.Vectors.Shape[0] != block.Identifiers.Count || block.Vectors.Shape[1] != dimension)
        {
            throw new ArgumentException(
                $"The block that begins with candidate \"{block.Identifiers.FirstOrDefault()}\" needs vectors of shape [{block.Identifiers.Count}, {dimension}], one for each identifier; they have shape {block.Vectors.Shape}.");
        }
    }

    private static void CopyRows(Tensor block, int first, int[] rows, float[] vectors)
    {
        var d = block.Shape[1];
        var values = rows.Any(row => row >= first && row < first + block.Shape[0]) ? block.ToArray() : [];
        for (var i = 0; i < rows.Length && values.Length > 0; i++)
        {
            if (rows[i] >= first && rows[i] < first + block.Shape[0])
            {
                values.AsSpan((rows[i] - first) * d, d).CopyTo(vectors.AsSpan(i * d));
            }
        }
    }

    /// <summary>The best of two results for the same queries, of which the first found lower rows.</summary>
    private static TopKRows Merge(TopKRows lower, TopKRows higher, int k)
    {
        var (scores, rows) = (new float[lower.Scores.Length], new int[lower.Rows.Length]);
        for (var begin = 0; begin < rows.Length; begin += k)
        {
            var (a, b) = (begin, begin);
            for (var i = begin; i < begin + k; i++)
            {
                var takeHigher = lower.Rows[a] < 0 || (higher.Rows[b] >= 0 && higher.Scores[b] > lower.Scores[a]);
                (scores[i], rows[i]) = takeHigher ? (higher.Scores[b], higher.Rows[b++]) : (lower.Scores[a], lower.Rows[a++]);
            }
        }

        return new TopKRows(k, scores, rows);
    }

    private static Tower Checked(Tower queryTower, Tower candidateTower, Table candidates)
    {
        CheckTowers(queryTower, candidateTower);
        CheckCandidates(candidates);
        return queryTower;
    }
}
