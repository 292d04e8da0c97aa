namespace Tandem;

/// <summary>Cuts tables into batches.</summary>
public static class TableBatches
{
    /// <summary>
    /// The rows of a table in batches, the last one smaller when they do not come out even. <see cref="Model.Fit"/> goes through the
    /// very same batches when it is given the same seed.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="batchSize">How many rows a batch has.</param>
    /// <param name="shuffleSeed">Shuffles the rows, differently in every epoch; <see langword="null"/> keeps the table's order.</param>
    /// <param name="epoch">Which epoch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    /// <exception cref="ArgumentException">The table is empty.</exception>
    /// <exception cref="OperationCanceledException">While going through them: the cell is to stop (<see cref="Interruption"/>).</exception>
    public static IEnumerable<Batch> Batches(this Table table, int batchSize, int? shuffleSeed = null, int epoch = 0)
    {
        Check(table, batchSize);
        return Cut(table, batchSize, shuffleSeed + ((long)epoch << 32));
    }

    /// <summary>The number of batches that <see cref="Batches"/> gives, or its errors.</summary>
    internal static int BatchCount(this Table table, int batchSize)
    {
        Check(table, batchSize);
        return (table.RowCount + batchSize - 1) / batchSize;
    }

    private static void Check(Table table, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A batch has at least one row.");
        }

        if (table.RowCount == 0)
        {
            throw new ArgumentException("The table has no rows, so there is nothing to train on or evaluate. Check the filter or split it comes from.", nameof(table));
        }
    }

    private static IEnumerable<Batch> Cut(Table table, int batchSize, long? shuffleSeed)
    {
        using var order = new RowOrder(table.RowCount, shuffleSeed);
        for (var start = 0; start < table.RowCount; start += batchSize)
        {
            Interruption.Token.ThrowIfCancellationRequested();
            yield return new Batch(table, order.Take(start, Math.Min(batchSize, table.RowCount - start)));
        }
    }
}
