using System.Collections.Concurrent;

namespace Tandem;

/// <summary>Reads a file again and again until the types that are tried fit every cell.</summary>
internal static class ReadPasses
{
    /// <param name="plan">What to make of each line.</param>
    /// <param name="chunks">The chunks that the rows come in.</param>
    /// <param name="parallel">On how many threads chunks are read and columns are finished.</param>
    /// <param name="skippedRows">How many malformed rows were left out.</param>
    /// <param name="read">Hands the rows of a chunk to its sink.</param>
    /// <exception cref="InvalidDataException">A row is malformed and may not be skipped, or no row is left.</exception>
    public static Column[] Run(ReadPlan plan, TextChunk[] chunks, ParallelOptions parallel, out int skippedRows, Action<int, RowSink> read)
    {
        while (true)
        {
            plan.Begin(chunks.Sum(chunk => chunk.Lines), chunks.Length);
            var sinks = ReadAll(plan, chunks, parallel, read);
            if (Array.Exists(sinks, sink => sink.Widened))
            {
                continue;
            }

            RequireNoFailure(plan, sinks);
            skippedRows = sinks.Sum(sink => sink.Skipped);
            RequireRows(plan, sinks, skippedRows);
            return plan.Finish(Array.ConvertAll(sinks, sink => sink.Slots), parallel);
        }
    }

    /// <summary>Begins the chunks in the order of the file, whichever thread reads them, so that few wait for those before them.</summary>
    private static RowSink[] ReadAll(ReadPlan plan, TextChunk[] chunks, ParallelOptions parallel, Action<int, RowSink> read)
    {
        var sinks = new RowSink[chunks.Length];
        if (chunks.Length == 1)
        {
            Read(0);
        }
        else
        {
            Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, chunks.Length), EnumerablePartitionerOptions.NoBuffering), parallel, Read);
        }

        return sinks;

        void Read(int chunk)
        {
            var sink = sinks[chunk] = new RowSink(plan, chunk, chunks[chunk].FirstSlot);
            read(chunk, sink);
            sink.End();
        }
    }

    private static void RequireNoFailure(ReadPlan plan, RowSink[] sinks)
    {
        var failed = Array.FindIndex(sinks, sink => sink.Failure is not null);
        if (failed >= 0)
        {
            var rows = sinks.Take(failed + 1).Sum(sink => (long)sink.Rows);
            throw new InvalidDataException(
                FormattableString.Invariant($"{plan.File.Path}, {sinks[failed].Failure}. {rows:N0} rows were read before it. ")
                + "Correct the file, declare the column as text, or pass SkipMalformed = true to leave such rows out and have them counted.");
        }
    }

    private static void RequireRows(ReadPlan plan, RowSink[] sinks, int skippedRows)
    {
        if (sinks.All(sink => sink.Rows == 0))
        {
            throw new InvalidDataException(
                skippedRows > 0
                    ? $"{plan.File.Path}: all {skippedRows} rows are malformed. Check that the file is in this format, the separator if there is one, and the columns' types."
                    : $"{plan.File.Path} has a header and no rows: check that it was downloaded or written completely.");
        }
    }
}
