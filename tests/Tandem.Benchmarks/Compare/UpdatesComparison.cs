using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>
/// Optimiser updates of 8,192 rows × 64, random and distinct, of a table of 196,608, as a fraction of the bandwidth of a plain copy: of the same rows to their places
/// in another table, and of as many rows in order, which is faster. Bytes are counted alike on both sides, read plus written: a copy reads a row and writes
/// one; SGD reads a row of gradient and one of weights and writes one; Adagrad reads three and writes two; row-wise Adagrad is SGD with four bytes more each
/// way. (A copy also makes the processor fetch the row that it overwrites, which is not counted; an update has read that row anyway, hence fractions above 1.)
/// Each list of rows has its own gradient, and the lists go through the whole table, so that neither side finds its data in a core's cache. Adam
/// updates the whole table densely: four reads, three writes.
/// </summary>
internal static class UpdatesComparison
{
    private const int Dimension = 64;
    private const int RowsOfUpdate = 8192;
    private const int Lists = 24;
    private const int TableRows = RowsOfUpdate * Lists;
    private const int RowBytes = sizeof(float) * Dimension;
    private const int Repeats = 5;
    private const float Rate = 0.01f;
    private const float Epsilon = 1e-7f;

    public static void Run(CompareContext context)
    {
        using var scope = new TensorScope();
        var device = (CpuDevice)Device.Cpu;
        var scattered = RandomRows();
        var inOrder = Enumerable.Range(0, Lists).Select(list => Enumerable.Range(list * RowsOfUpdate, RowsOfUpdate).ToArray()).ToArray();
        var (source, target) = (Tensor.Full(new Shape(TableRows, Dimension), 1f, device), Tensor.Full(new Shape(TableRows, Dimension), 1f, device));
        var copy = new RowCopy(source, target, device);
        var contest = context.Contest();
        AddCopy(contest, "copy_scattered", list => copy.Run(scattered[list]));
        AddCopy(contest, "copy_in_order", list => copy.Run(inOrder[list]));
        var names = AddUpdates(contest, device, scattered);
        Print(context.Figures, contest.Run(context.Rounds), names);
    }

    private static int[][] RandomRows()
    {
        var rows = Enumerable.Range(0, TableRows).ToArray();
        new Random(7).Shuffle(rows);
        return [.. rows.Chunk(RowsOfUpdate)];
    }

    private static void AddCopy(Contest contest, string name, Action<int> copy) => AddEach(contest, name, 2 * RowBytes, copy);

    private static string[] AddUpdates(Contest contest, CpuDevice device, int[][] lists)
    {
        var shape = new Shape(TableRows, Dimension);
        var (weights, state, second) = (Tensor.Full(shape, 1f), Tensor.Full(shape, 0.1f), Tensor.Full(shape, 0.1f));
        var sums = Tensor.Full(new Shape(TableRows), 0.1f);
        var rows = Array.ConvertAll(lists, list => Indices.From(list, areDistinct: true));
        var gradients = Array.ConvertAll(lists, _ => Tensor.Full(new Shape(RowsOfUpdate, Dimension), 0.01f));
        var whole = Tensor.Full(shape, 0.01f);
        AddEach(contest, "sgd", 3 * RowBytes, list => device.Sgd(weights, gradients[list], rows[list], Rate));
        AddEach(contest, "adagrad", 5 * RowBytes, list => device.Adagrad(weights, state, gradients[list], rows[list], Rate, Epsilon));
        AddEach(contest, "row_wise_adagrad", (3 * RowBytes) + (2 * sizeof(float)),
            list => device.RowWiseAdagrad(weights, sums, gradients[list], rows[list], Rate, Epsilon));
        void Adam() => device.Adam(weights, state, second, whole, null, Rate, 0.9, 0.999, Epsilon);
        Timing.WarmUp(Adam);
        contest.Add("adam_dense", () => 7.0 * RowBytes * TableRows / Timing.Best(Repeats, Adam));
        return ["sgd", "adagrad", "row_wise_adagrad", "adam_dense"];
    }

    /// <summary>A contender that works on one list of rows after the other; the best time of each list counts, since an interruption only ever adds time.</summary>
    private static void AddEach(Contest contest, string name, double bytesOfRow, Action<int> work)
    {
        Timing.WarmUp(() => work(0));
        contest.Add(name, () =>
        {
            var best = Enumerable.Repeat(double.MaxValue, Lists).ToArray();
            for (var turn = 0; turn < Repeats * Lists; turn++)
            {
                var list = turn % Lists;
                best[list] = Math.Min(best[list], Timing.Seconds(() => work(list)));
            }

            return bytesOfRow * TableRows / best.Sum();
        });
    }

    private static void Print(FigureWriter figures, Samples samples, string[] names)
    {
        figures.Figure("copy_scattered_rows_gb_per_s", samples.Median("copy_scattered") / 1e9);
        figures.Figure("copy_rows_in_order_gb_per_s", samples.Median("copy_in_order") / 1e9);
        foreach (var name in names)
        {
            figures.Figure($"{name}_update_gb_per_s", samples.Median(name) / 1e9);
            figures.Figure($"{name}_update_fraction_of_copy_in_order", samples.Ratio(name, "copy_in_order"));
            if (name != "adam_dense")
            {
                figures.Figure($"{name}_update_fraction_of_scattered_copy", samples.Ratio(name, "copy_scattered"));
            }
        }
    }
}
