namespace Tandem;

/// <summary>The mean over rows of losses that come a batch at a time.</summary>
internal sealed class MeanLoss
{
    /// <summary>The losses of all rows, summed.</summary>
    public double Total { get; private set; }

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds the summed loss of some rows.</summary>
    public void Add(double total, long rows)
    {
        Total += total;
        Rows += rows;
    }
}
