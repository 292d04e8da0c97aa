namespace Tandem;

/// <summary>Reads a file again and again until the types that are tried fit every cell.</summary>
internal static class ReadPasses
{
    // Types that do not fit mostly show in the first row, and a chunk that shows one need not be read on. But of a thousand columns each may have its first text in a row of its own.
    private const int HastyPasses = 3;

    /// <param name="plan">What to make of each line.</param>
    /// <param name="slots">How many rows there are at most.</param>
    /// <param name="chunkCount">How many chunks they come in.</param>
    /// <param name="parallel">On how many threads columns are finished.</param>
    /// <param name="skippedRows">How many malformed rows were left out.</param>
    /// <param name="readAll">Reads all chunks; gives each one's rows, in order of the file.</param>
    /// <exception cref="InvalidDataException">A row is malformed and may not be skipped, or no row is left.</exception>
    public static Column[] Run(ReadPlan plan, int slots, int chunkCount, ParallelOptions parallel, out int skippedRows, Func<RowSink[]> readAll)
    {
        for (var pass = 1; ; pass++)
        {
            plan.Begin(slots, chunkCount, isThorough: pass > HastyPasses);
            var sinks = readAll();
            if (plan.IsInVain)
            {
                continue;
            }

            RequireNoFailure(plan, sinks);
            skippedRows = sinks.Sum(sink => sink.Skipped);
            RequireRows(plan, sinks, skippedRows);
            return plan.Finish([.. sinks.Select(sink => sink.Slots)], parallel);
        }
    }

    private static void RequireNoFailure(ReadPlan plan, RowSink[] sinks)
    {
        var failed = Array.FindIndex(sinks, sink => sink.Failure is not null);
        if (failed >= 0)
        {
            var rows = (plan.RowsBefore ?? 0) + sinks.Take(failed + 1).Sum(sink => (long)sink.Rows);
            throw new InvalidDataException(
                $"{plan.File.Path}, {sinks[failed].Failure}. {rows:N0} rows were read before it. "
                + sinks[failed].Remedy);
        }
    }

    private static void RequireRows(ReadPlan plan, RowSink[] sinks, int skippedRows)
    {
        // Parts after the first may have blank lines or malformed rows alone.
        if (plan.RowsBefore is null && sinks.All(sink => sink.Rows == 0))
        {
            throw new InvalidDataException(
                skippedRows > 0
                    ? $"{plan.File.Path}: all {skippedRows} rows are malformed. Check that the file is in this format, the separator if there is one, and the columns' types."
                    : $"{plan.File.Path} has a header and no rows: check that it was downloaded or written completely.");
        }
    }
}
