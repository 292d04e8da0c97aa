namespace Tandem;

/// <summary>Cuts tables into batches.</summary>
public static class TableBatches
{
    // Keeps the seeds of a part's shuffles away from those of other seeds and epochs.
    private const long SeedsOfPart = unchecked((long)0xD1342543DE82EF95);

    /// <summary>
    /// The rows of a table in batches, the last one smaller when they do not come out even. <c>Fit</c> goes through the
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
        return Cut([table], batchSize, shuffleSeed, epoch);
    }

    /// <summary>
    /// The rows of tables that come one after the other, in batches. A batch goes on with the next table's rows where a table ends, so that only the last batch may be smaller.
    /// <c>Fit</c> goes through the very same batches when it is given the same seed.
    /// </summary>
    /// <param name="parts">The tables, with the same columns of the same types; those without rows are passed over. One is let go of when the next one comes.</param>
    /// <param name="batchSize">How many rows a batch has.</param>
    /// <param name="shuffleSeed">
    /// Shuffles the rows within each table, differently for every place in the sequence and every epoch; <see langword="null"/> keeps the tables' order. A single table is shuffled as it is alone.
    /// </param>
    /// <param name="epoch">Which epoch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    /// <exception cref="ArgumentException">While going through them: no table has rows, one is <see langword="null"/>, or one has other columns than the first.</exception>
    /// <exception cref="OperationCanceledException">While going through them: the cell is to stop (<see cref="Interruption"/>).</exception>
    public static IEnumerable<Batch> Batches(this IEnumerable<Table> parts, int batchSize, int? shuffleSeed = null, int epoch = 0)
    {
        ArgumentNullException.ThrowIfNull(parts);
        CheckSize(batchSize);
        return Cut(parts, batchSize, shuffleSeed, epoch);
    }

    /// <summary>The number of batches that a table is cut into, or the errors of cutting it.</summary>
    internal static int BatchCount(this Table table, int batchSize)
    {
        Check(table, batchSize);
        return (table.RowCount + batchSize - 1) / batchSize;
    }

    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    internal static void CheckSize(int batchSize)
    {
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A batch has at least one row.");
        }
    }

    private static void Check(Table table, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(table);
        CheckSize(batchSize);
        if (table.RowCount == 0)
        {
            throw new ArgumentException("The table has no rows, so there is nothing to train on or evaluate. Check the filter or split it comes from.", nameof(table));
        }
    }

    private static IEnumerable<Batch> Cut(IEnumerable<Table> parts, int batchSize, int? shuffleSeed, int epoch)
    {
        // The rows of the next batch, from one part or several.
        var pieces = new List<Batch>();
        var missing = batchSize;
        foreach (var (number, part) in TableParts.WithRows(parts, epoch))
        {
            if (pieces.Count > 0)
            {
                // A copy, so that the part they come from is not kept.
                pieces[^1] = TableParts.Join([pieces[^1]]);
            }

            using var order = new RowOrder(part.RowCount, SeedOf(shuffleSeed, epoch, number));
            for (var start = 0; start < part.RowCount;)
            {
                var taken = Math.Min(missing, part.RowCount - start);
                pieces.Add(new Batch(part, order.Take(start, taken)));
                start += taken;
                missing -= taken;
                if (missing == 0)
                {
                    yield return Whole(pieces);
                    pieces.Clear();
                    missing = batchSize;
                }
            }
        }

        if (pieces.Count > 0)
        {
            yield return Whole(pieces);
        }
    }

    private static Batch Whole(List<Batch> pieces)
    {
        Interruption.Token.ThrowIfCancellationRequested();
        return pieces.Count == 1 ? pieces[0] : TableParts.Join(pieces);
    }

    private static long? SeedOf(int? shuffleSeed, int epoch, int part) => unchecked(shuffleSeed + ((long)epoch << 32) + (part * SeedsOfPart));
}
