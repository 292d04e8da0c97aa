using System.Runtime.Intrinsics;

namespace Tandem.Tensors;

/// <summary>
/// How a product is cut up, by its shape alone so that threads do not show. C is cut into blocks, one a task; within a block k is cut into
/// steps whose panel of B (a tile's columns) stays in the first cache while all tiles of the block pass over it.
/// </summary>
internal readonly record struct GemmPlan
{
    /// <summary>How much of k one pass of a tile takes: with 32 columns, 32 KB of B.</summary>
    public const int Depth = 256;

    /// <summary>The rows of a block: its part of A, 96 KB, stays in the second cache.</summary>
    private const int MostBlockRows = 96;

    /// <summary>The columns of a block: its part of C, 192 KB, stays in the second cache from one step of k to the next.</summary>
    private const int MostBlockColumns = 512;

    /// <summary>Blocks that are enough to keep many cores busy to the end.</summary>
    private const int EnoughBlocks = 16;

    /// <summary>Multiplications for which a block is worth a task of its own.</summary>
    private const long SmallestBlock = 2_000_000;

    /// <summary>A panel of B that fewer rows use is read where it lies: copying would cost more than it saves.</summary>
    private const int RowsThatPayForPacking = 128;

    /// <summary>A transposed A is copied for a block at least so many tiles wide, unless its rows are so short that they lie close anyway.</summary>
    private const int TilesThatPayForPacking = 4;

    public GemmPlan(int m, int n, int k, int tileRows, int tileColumns, in GemmOperand a, in GemmOperand b)
    {
        (M, N, K, TileRows, TileColumns) = (m, n, k, tileRows, tileColumns);
        PacksB = b.ColumnStep != 1 || (m >= RowsThatPayForPacking && n > tileColumns);
        BlockRows = Math.Min(MostBlockRows, RoundUp(m, tileRows));
        BlockColumns = Math.Min(MostBlockColumns, RoundUp(n, tileColumns));
        while (BlockColumns > tileColumns && CanHalve)
        {
            BlockColumns = RoundUp(BlockColumns / 2, tileColumns);
        }

        // Two tiles of a transposed A share its cache lines.
        while (BlockRows > 2 * tileRows && CanHalve)
        {
            BlockRows = RoundUp(BlockRows / 2, tileRows);
        }

        PacksA = a.ColumnStep > RowsThatPayForPacking && BlockColumns >= TilesThatPayForPacking * tileColumns;
    }

    /// <summary>Rows of C.</summary>
    public int M { get; }

    /// <summary>Columns of C.</summary>
    public int N { get; }

    /// <summary>From a row of C to the next: C may be some columns of a wider matrix.</summary>
    public required int CStep { get; init; }

    /// <summary>What happens to each block of C when it is complete.</summary>
    public GemmEpilogue Epilogue { get; init; }

    /// <summary>Whether C is symmetric, so that only what is not right of its diagonal is wanted: panels that lie right of a block's last row are left out.</summary>
    public bool LowerOnly { get; init; }

    /// <summary>Columns of A and rows of B.</summary>
    public int K { get; }

    /// <summary>Rows of a tile.</summary>
    public int TileRows { get; }

    /// <summary>Columns of a tile.</summary>
    public int TileColumns { get; }

    /// <summary>Rows of C in a block: whole tiles.</summary>
    public int BlockRows { get; }

    /// <summary>Columns of C in a block: whole tiles.</summary>
    public int BlockColumns { get; }

    /// <summary>Whether a block first copies its part of A, which is transposed, so that a tile reads it line by line.</summary>
    public bool PacksA { get; }

    /// <summary>Whether all of B is copied into panels first; else only a last panel that is no whole tile.</summary>
    public bool PacksB { get; }

    /// <summary>Panels of B, the last one perhaps no whole tile.</summary>
    public int Panels => (N + TileColumns - 1) / TileColumns;

    /// <summary>Blocks beside each other.</summary>
    public int BlocksAcross => (N + BlockColumns - 1) / BlockColumns;

    /// <summary>The number of blocks.</summary>
    public int Blocks => ((M + BlockRows - 1) / BlockRows) * BlocksAcross;

    /// <summary>The tile that suits the registers; see <see cref="GemmTile{TSimd, TVector}"/>.</summary>
    public static (int Rows, int Columns) Tile(SimdLevel level) => level switch
    {
        SimdLevel.Vector512 => (GemmTile<Simd512, Vector512<float>>.Rows, GemmTile<Simd512, Vector512<float>>.Columns),
        SimdLevel.Vector256 => (GemmTile<Simd256, Vector256<float>>.Rows, GemmTile<Simd256, Vector256<float>>.Columns),
        SimdLevel.Vector128 => (GemmTile<Simd128, Vector128<float>>.Rows, GemmTile<Simd128, Vector128<float>>.Columns),
        _ => (GemmTile<SimdScalar, float>.Rows, GemmTile<SimdScalar, float>.Columns),
    };

    /// <summary>
    /// The number of parts to cut k into, each a product of its own. A C that is small leaves few blocks, and these would read A and B
    /// column by column; a part reads its rows as they lie.
    /// </summary>
    public static int PartsOfK(int m, int n, int k)
    {
        const int largestC = 64 * 1024, shortestPart = 512, mostParts = 16;
        return (long)m * n <= largestC && (long)m * n * k > 2 * SmallestBlock ? Math.Clamp(k / shortestPart, 1, mostParts) : 1;
    }

    private bool CanHalve => Blocks < EnoughBlocks && (long)BlockRows * BlockColumns * K >= 2 * SmallestBlock;

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}
