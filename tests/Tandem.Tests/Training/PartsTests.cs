using System.Collections;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Training on rows that come in parts.</summary>
public sealed class PartsTests : IDisposable
{
    private const int Rows = 450;
    private const int BatchSize = 100;
    private const int Epochs = 3;

    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 30)));
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, Rows).Select(row => row % 40)),
        FixedTower.Ids("item", Enumerable.Range(0, Rows).Select(row => ((row % 40) + (row / 40 % 6)) % 30)),
        Column.Of("row", Enumerable.Range(0, Rows)),
        Column.Of("weight", Enumerable.Range(0, Rows).Select(row => row % 7 == 0 ? (double?)null : row / 2.0)),
        Column.Of("at", Enumerable.Range(0, Rows).Select(row => DateTime.UnixEpoch.AddHours(row))),
        Column.Of("new", Enumerable.Range(0, Rows).Select(row => row % 3 == 0)));

    /// <summary>Sizes of parts that hold all rows; some have none, some fewer than a batch.</summary>
    private static readonly Arbitrary<int[]> _sizes = Gen.Choose(0, 180).NonEmptyListOf().Select(SizesOfAllRows).ToArbitrary();

    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_without_a_shuffle_train_to_the_bits_of_their_table() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(_sizes, sizes =>
        {
            var (table, parts) = (Compiled(), Compiled());

            var expected = table.Fit(_pairs, Epochs, BatchSize, validation: _pairs, trainingSample: _pairs.Take(50), shuffle: false, callbacks: []);
            var history = parts.Fit(Parts(sizes), Epochs, BatchSize, validation: _pairs, trainingSample: _pairs.Take(50), shuffle: false, callbacks: []);

            Assert.Equal(Bits(table), Bits(parts));
            Assert.Equal(Measured(expected), Measured(history));
        }));

    [Fact]
    public void Towers_of_several_features_train_to_the_bits_of_their_table_too()
    {
        var (table, parts) = (new WideModel(), new WideModel());
        table.Compile(new Adam(0.01f));
        parts.Compile(new Adam(0.01f));

        table.Fit(_pairs, Epochs, BatchSize, shuffle: false, callbacks: []);
        parts.Fit(Parts(70, 0, 130, 3, 5, 180, 62), Epochs, BatchSize, shuffle: false, callbacks: []);

        Assert.Equal(Bits(table), Bits(parts));
    }

    [Fact]
    public void Batches_go_on_over_the_ends_of_parts_with_every_cell_of_their_rows() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(_sizes, Gen.Choose(1, 200).ToArbitrary(), (sizes, batchSize) =>
        {
            var expected = _pairs.Batches(batchSize).Select(Cells).ToArray();
            var batches = Parts(sizes).Batches(batchSize).Select(Cells).ToArray();

            Assert.Equal(expected, batches);
        }));

    [Fact]
    public void A_shuffle_shows_each_row_once_an_epoch_in_an_order_of_epoch_seed_and_part() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(_sizes, sizes =>
        {
            long[] Order(int seed, int epoch) => [.. Parts(sizes).Batches(BatchSize, seed, epoch).SelectMany(RowNumbers)];

            Assert.Equal(Enumerable.Range(0, Rows).Select(row => (long)row), Order(1, 0).Order());
            Assert.Equal(Order(1, 1), Order(1, 1));
            Assert.NotEqual(Order(1, 0), Order(1, 1));
            Assert.NotEqual(Order(1, 0), Order(2, 0));
        }));

    [Fact]
    public void Equal_parts_are_shuffled_each_in_its_own_way_and_a_single_one_as_the_table_is()
    {
        long[] Order(params Table[] parts) => [.. parts.Batches(Rows, shuffleSeed: 5, epoch: 2).SelectMany(RowNumbers)];

        Assert.NotEqual(Order(_pairs, _pairs)[..Rows], Order(_pairs, _pairs)[Rows..]);
        Assert.Equal(_pairs.Batches(Rows, shuffleSeed: 5, epoch: 2).SelectMany(RowNumbers), Order(_pairs));
    }

    [Fact]
    public void The_same_seed_trains_to_the_same_bits_and_another_one_to_others()
    {
        float[] Trained(int seed)
        {
            var model = Compiled();
            model.Fit(Parts(200, 130, 120), Epochs, BatchSize, seed: seed, callbacks: []);
            return Bits(model);
        }

        Assert.Equal(Trained(3), Trained(3));
        Assert.NotEqual(Trained(3), Trained(4));
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_mean_over_its_rows()
    {
        var losses = new List<double>();
        var model = Compiled();

        var run = new TrainingRun(model, Parts(170, 280), epochs: 1, BatchSize, callbacks: []);
        foreach (var batch in run.Epochs().SelectMany(_ => run.Batches()))
        {
            var loss = model.TrainStep(batch);
            losses.Add(loss);
            run.Add(batch, loss);
        }

        Assert.Equal(5, losses.Count);
        Assert.Equal(losses.Sum() / Rows, run.History["loss"][0], 1e-9);
    }

    [Fact]
    public void Steps_and_rows_of_an_epoch_are_known_when_the_first_one_has_counted_them()
    {
        var run = new TrainingRun(Compiled(), Parts(170, 280), epochs: 2, BatchSize, callbacks: []);
        var known = new List<TrainingPlan>();
        foreach (var _ in run.Epochs())
        {
            known.Add(run.Plan);
            foreach (var batch in run.Batches())
            {
                run.Step(batch);
            }
        }

        Assert.Equal([new TrainingPlan(2, null, null), new TrainingPlan(2, 5, Rows)], known);
    }

    [Fact]
    public void The_first_epoch_shows_the_rows_seen_and_the_next_ones_what_is_left()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var display = new ProgressDisplay(writer, refreshes: false, new HalfMinutes());

        Compiled().Fit(Growing(), epochs: 2, BatchSize, callbacks: [display]);

        var lines = writer.ToString().Split('\n');
        Assert.Matches(@"^Epoch 1/2  100 rows  \S+ rows/s  loss \d+\.\d{4}$", lines[0]);
        Assert.Matches(@"^Epoch 1/2  450 rows  \S+ rows/s  loss", lines[4]);
        Assert.Matches(@"^Epoch 1/2 +[\d.]+ s +\S+ rows/s  loss", lines[5]);
        Assert.Matches(@"^Epoch 2/2  \[====\.+\]  \S+ rows/s  ETA [\d.]+ s  loss", lines[6]);
        Assert.Matches(@"^Epoch 2/2  \[={24}\]  \S+ rows/s  ETA 0.0 s  loss", lines[11]);
        Assert.Matches(@"^Epoch 2/2 +[\d.]+ s", lines[12]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_training_interrupted_at_any_step_ends_with_the_same_bits(bool shuffle)
    {
        History Fit(Model model, int[] sizes, params Callback[] callbacks) => model.Fit(Parts(sizes), Epochs, BatchSize, validation: _pairs, shuffle: shuffle, seed: 7, callbacks: callbacks);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(12), Prop.ForAll(_sizes, Gen.Choose(1, Epochs * 5).ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (sizes, step, every) =>
        {
            var (whole, resumed) = (Compiled(), Compiled());
            var folder = _folder.File(Guid.NewGuid().ToString("N"));
            var expected = Fit(whole, sizes);
            Assert.Throws<Killed>(() => Fit(Compiled(), sizes, new Checkpoint(folder, everySteps: every), new KillAfter(step)));

            var history = Fit(resumed, sizes, new Checkpoint(folder, resume: true));

            Assert.Equal(Bits(whole), Bits(resumed));
            Assert.Equal(Measured(expected), Measured(history));
        }));
    }

    [Fact]
    public void A_training_is_resumed_with_the_parts_that_it_had_read_and_no_others()
    {
        void Resume(IEnumerable<Table> parts) => Compiled().Fit(parts, Epochs, BatchSize, seed: 7, callbacks: [new Checkpoint(Run, resume: true, everyEpochs: 100)]);
        void Refused(string message, Action resume) => Assert.Contains(message, Assert.Throws<InvalidDataException>(resume).Message);
        Assert.Throws<Killed>(() => Compiled().Fit(Parts(150, 150, 150), Epochs, BatchSize, seed: 7, callbacks: [new Checkpoint(Run, everySteps: 3), new KillAfter(4)]));

        Refused("in epoch 1 after 3 batches", () => Resume(Parts(150, 300)));
        Refused("in epoch 1 after 3 batches", () => Resume([_pairs.Take(150), _pairs.Take(150), _pairs.Skip(300)]));
        Refused("in epoch 1 after 3 batches", () => Resume([_pairs.Take(150)]));
        Refused("training rows: in parts in the file, 450 here", () => Compiled().Fit(_pairs, Epochs, BatchSize, seed: 7, callbacks: [new Checkpoint(Run, resume: true)]));
        Resume(Parts(150, 150, 100, 50));
    }

    [Fact]
    public void Parts_that_differ_are_refused_by_number_and_column()
    {
        void Refused(string message, Table other) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => Compiled().Fit([_pairs.Take(0), _pairs, other], batchSize: BatchSize, callbacks: [])).Message);

        Refused("Part 3 of the rows has no column 'weight', which the first part has", _pairs.Drop("weight"));
        Refused("Part 3 of the rows has a column 'more' that the first part lacks", _pairs.WithColumn("more", row => row.Index));
        Refused("Part 3 of the rows has String values in column 'row' and the first part has Long values", _pairs.WithColumn(_pairs["row"].AsStrings()));
        Refused("Part 3 of the rows is null", null!);
        Assert.Single(Compiled().Fit([_pairs, _pairs.Select("new", "at", "weight", "row", "item", "user")], batchSize: BatchSize, callbacks: []).Epochs);
    }

    [Fact]
    public void Parts_without_rows_are_refused_in_the_first_epoch_and_explained_in_a_later_one()
    {
        var queue = new Queue<Table>([_pairs]);
        IEnumerable<Table> UsedUp()
        {
            while (queue.TryDequeue(out var part))
            {
                yield return part;
            }
        }

        Assert.Contains("hold no rows", Assert.Throws<ArgumentException>(() => Compiled().Fit([], callbacks: [])).Message);
        Assert.Contains("hold no rows", Assert.Throws<ArgumentException>(() => Compiled().Fit([_pairs.Take(0)], callbacks: [])).Message);
        var error = Assert.Throws<ArgumentException>(() => Compiled().Fit(UsedUp(), epochs: 2, callbacks: []));
        Assert.Contains("no rows in epoch 2", error.Message);
        Assert.Contains("begins anew", error.Message);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_before_a_part_is_asked_for()
    {
        var unasked = new Anew(() => throw new InvalidOperationException("asked"));

        Assert.Throws<ArgumentOutOfRangeException>(() => Compiled().Fit(unasked, batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compiled().Fit(unasked, epochs: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => unasked.Batches(-1));
        Assert.Throws<ArgumentNullException>(() => Compiled().Fit((IEnumerable<Table>)null!));
        Assert.Throws<ArgumentNullException>(() => Compiled().Fit((Table)null!));
    }

    [Fact]
    public void An_error_of_the_reading_passes_as_it_is_and_the_reading_is_ended()
    {
        var ended = 0;
        IEnumerable<Table> Broken()
        {
            try
            {
                yield return _pairs;
                throw new IOException("The disk is gone.");
            }
            finally
            {
                ended++;
            }
        }

        Assert.Equal("The disk is gone.", Assert.Throws<IOException>(() => Compiled().Fit(Broken(), batchSize: BatchSize, callbacks: [])).Message);
        Assert.Throws<Killed>(() => Compiled().Fit(Broken(), batchSize: BatchSize, callbacks: [new KillAfter(2)]));
        Assert.Equal(2, ended);
    }

    [Fact]
    public void A_cancelled_training_leaves_the_weights_of_the_last_whole_step_and_ends_the_reading()
    {
        using var source = new CancellationTokenSource();
        var (cancelled, whole) = (Compiled(), Compiled());
        var ended = false;
        IEnumerable<Table> Endless()
        {
            try
            {
                while (true)
                {
                    yield return _pairs.Take(130);
                }
            }
            finally
            {
                ended = true;
            }
        }

        Assert.Throws<OperationCanceledException>(() => cancelled.Fit(Endless(), batchSize: BatchSize, callbacks: [new After(25, source.Cancel)], cancellation: source.Token));

        foreach (var batch in Endless().Batches(BatchSize, shuffleSeed: 0).Take(25))
        {
            whole.TrainStep(batch);
        }

        Assert.True(ended);
        Assert.Equal(Bits(whole), Bits(cancelled));
    }

    [Fact]
    public void Parts_are_let_go_of()
    {
        var parts = new List<WeakReference>();
        IEnumerable<Table> Fresh()
        {
            for (var number = 0; number < 6; number++)
            {
                GC.Collect();
                Assert.InRange(parts.Count(part => part.IsAlive), 0, 2);
                yield return Tracked(parts);
            }
        }

        // Parts smaller than a batch, too: their rows wait for those of others.
        Compiled().Fit(Fresh(), batchSize: BatchSize, callbacks: [new Checkpoint(Run, everySteps: 1)]);
        parts.Clear();
        Compiled().Fit(Fresh(), batchSize: 2 * Rows, callbacks: []);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Table Tracked(List<WeakReference> parts)
    {
        var part = Table.FromColumns(_pairs.Columns.Select(column => column.Take([.. Enumerable.Range(0, Rows - 17)])));
        parts.Add(new WeakReference(part["user"]));
        return part;
    }

    /// <summary>One part more in each epoch.</summary>
    private static IEnumerable<Table> Growing()
    {
        var epoch = 0;
        return new Anew(() => ++epoch == 1 ? [_pairs] : [_pairs, _pairs.Take(90)]);
    }

    private static IEnumerable<Table> Parts(params int[] sizes)
    {
        var start = 0;
        foreach (var size in sizes)
        {
            // As files are: each column of text with a dictionary of its own.
            yield return Table.FromColumns(_pairs.Slice(start, size).Columns.Select(column => column is StringColumn ? new StringColumn(column.Name, column.Texts()) : column));
            start += size;
        }
    }

    private static int[] SizesOfAllRows(IReadOnlyList<int> sizes)
    {
        var all = new List<int>();
        for (var (rest, i) = (Rows, 0); rest > 0; i++)
        {
            all.Add(i < sizes.Count ? Math.Min(sizes[i], rest) : rest);
            rest -= all[^1];
        }

        return [.. all];
    }

    private static long[] RowNumbers(Batch batch) => [.. batch.Texts("row").Select(long.Parse)];

    private static string[] Cells(Batch batch) => [.. batch.Table.Columns.SelectMany(column => batch.Rows.ToArray().Select(row => $"{column.Name}={column.Text(row)}"))];

    private static TwoTowerModel Compiled()
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(new Adagrad(0.1f));
        return model;
    }

    private static float[] Bits(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static IEnumerable<string> Measured(History history) =>
        history.Epochs.Select(epoch => string.Join(' ', epoch.Where(pair => pair.Key != "epoch_seconds").Select(pair => $"{pair.Key}={pair.Value:R}")));

    private sealed class WideModel : Model
    {
        private readonly Tower _users = Tower.Of(Feature.Id("user", _pairs["user"], 4, seed: 1), Feature.Text("item", _corpus["item"], 4, seed: 2)).WithDense(4);
        private readonly Tower _items = Tower.Of(Feature.Id("item", _corpus["item"], 4, seed: 3));
        private readonly Retrieval _task = new();

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(_users.Embed(batch), _items.Embed(batch));
    }

    /// <summary>Makes parts whenever it is gone through.</summary>
    private sealed class Anew(Func<IEnumerable<Table>> parts) : IEnumerable<Table>
    {
        public IEnumerator<Table> GetEnumerator() => parts().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Half a minute passes whenever the time is asked for.</summary>
    private sealed class HalfMinutes : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds += 30;
    }

    /// <summary>Stands for a kill: whatever was going on ends.</summary>
    private sealed class Killed : Exception;

    private sealed class KillAfter(int step) : After(step, () => throw new Killed());

    private class After(int step, Action act) : Callback
    {
        private int _steps;

        public override void OnBatchEnd(TrainingProgress progress)
        {
            if (++_steps == step)
            {
                act();
            }
        }
    }
}
