namespace Tandem.Tensors;

/// <summary>A matrix in memory, transposed or not: element (row, column) lies at <c>Start[row · RowStep + column · ColumnStep]</c>.</summary>
internal readonly unsafe struct GemmOperand(float* start, long rowStep, long columnStep)
{
    /// <summary>The first element.</summary>
    public float* Start { get; } = start;

    /// <summary>From a row to the next.</summary>
    public long RowStep { get; } = rowStep;

    /// <summary>From a column to the next.</summary>
    public long ColumnStep { get; } = columnStep;

    /// <summary>A row-major matrix with that many columns in memory, read as it is or transposed.</summary>
    public static GemmOperand Of(float* start, int columns, bool transposed) =>
        transposed ? new GemmOperand(start, 1, columns) : new GemmOperand(start, columns, 1);

    /// <summary>The address of an element.</summary>
    public float* At(long row, long column) => Start + (row * RowStep) + (column * ColumnStep);
}
