using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class CheckpointTests : IDisposable
{
    private const int Epochs = 4;
    private const int StepsPerEpoch = 5;

    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 30)));
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 450).Select(row => row % 40)),
        FixedTower.Ids("item", Enumerable.Range(0, 450).Select(row => ((row % 40) + (row / 40 % 6)) % 30)));

    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Adagrad")]
    [InlineData("Adam")]
    [InlineData("Composite")]
    public void A_training_interrupted_at_any_step_ends_with_the_same_bits(string optimizer)
    {
        var (expected, history) = Uninterrupted(optimizer);
        var interruptions = Gen.Choose(1, Epochs * StepsPerEpoch).ListOf(3).Select(steps => steps.Order().ToArray()).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(12), Prop.ForAll(interruptions, Gen.Choose(1, 4).ToArbitrary(), (steps, every) =>
        {
            var folder = _folder.File(Guid.NewGuid().ToString("N"));
            foreach (var step in steps)
            {
                Assert.Throws<Interruption>(() => Fit(Compiled(optimizer), new Checkpoint(folder, everySteps: every, resume: true), new InterruptAfter(step)));
            }

            var model = Compiled(optimizer);
            var resumed = Fit(model, new Checkpoint(folder, everySteps: every, resume: true));

            Assert.Equal(expected, Bits(model));
            Assert.Equal(Measured(history), Measured(resumed));
        }));
    }

    [Fact]
    public void A_resumed_early_stopping_stops_where_it_would_have_and_restores_the_same_weights()
    {
        Callback[] Stopping() => [new EarlyStopping("val_loss", patience: 1, minDelta: 1e9, restoreBestWeights: true), new Checkpoint(Run, resume: true)];
        var whole = Compiled("Adagrad");
        var history = Fit(whole, new EarlyStopping("val_loss", patience: 1, minDelta: 1e9, restoreBestWeights: true));
        Assert.Equal(2, history.Epochs.Count);

        Assert.Throws<Interruption>(() => Fit(Compiled("Adagrad"), [.. Stopping(), new InterruptAfter(StepsPerEpoch + 2)]));
        var model = Compiled("Adagrad");
        var resumed = Fit(model, Stopping());
        var again = Compiled("Adagrad");
        var nothingLeft = Fit(again, Stopping());

        Assert.Equal(Bits(whole), Bits(model));
        Assert.Equal(Bits(whole), Bits(again));
        Assert.Equal(history.StopReason, resumed.StopReason);
        Assert.Equal(Measured(history), Measured(nothingLeft));
    }

    [Fact]
    public void Early_stopping_with_other_settings_is_not_resumed_and_the_model_stays_as_it_was()
    {
        Callback[] Stopping(Callback stopping) => [stopping, new Checkpoint(Run, resume: true)];
        Assert.Throws<Interruption>(() => Fit(
            Compiled("Adagrad"), [.. Stopping(new EarlyStopping(patience: 2, minDelta: 0.5)), new InterruptAfter(StepsPerEpoch + 2)]));
        var model = Compiled("Adagrad");
        var before = Bits(model);

        var error = Assert.Throws<InvalidDataException>(() => Fit(model, Stopping(new EarlyStopping("loss", patience: 3, restoreBestWeights: true))));

        Assert.Contains(
            "callbacks that remember something: EarlyStopping(val_loss, Minimize by 0.5, patience 2) in the file, EarlyStopping(loss, Minimize, patience 3, best weights restored) here",
            error.Message);
        Assert.Equal(before, Bits(model));
    }

    [Fact]
    public void Samplers_and_dropout_go_on_where_they_were()
    {
        SampledModel Model()
        {
            var model = new SampledModel(new MixedNegatives(_corpus, 10, batch => [.. Enumerable.Repeat(0.1f, batch.Count)], seed: 3), new StreamingFrequencyEstimator("item", buckets: 64));
            model.Compile(new Adagrad(0.1f));
            return model;
        }

        var whole = Model();
        Fit(whole, new Checkpoint(_folder.File("whole")));
        Assert.Throws<Interruption>(() => Fit(Model(), new Checkpoint(Run, everySteps: 2, resume: true), new InterruptAfter(7)));
        var model = Model();

        Fit(model, new Checkpoint(Run, resume: true));

        Assert.Equal(Bits(whole), Bits(model));
        Assert.Equal(whole.Frequencies.RowsSeen, model.Frequencies.RowsSeen);
        Assert.Contains(
            "fields that remember something: mixed (MixedNegatives), Frequencies (StreamingFrequencyEstimator) in the file, none here",
            Assert.Throws<InvalidDataException>(() => Fit(Compiled("Adagrad"), new Checkpoint(Run, resume: true))).Message);
    }

    [Fact]
    public void The_learning_rate_of_a_schedule_is_in_the_history()
    {
        var (_, history) = Uninterrupted("Adam");

        Assert.Equal(0.01 * Math.Pow(0.9, 5 / 3.0), history["learning_rate"][0], 1e-6);
    }

    [Fact]
    public void More_epochs_go_on_from_the_last_one()
    {
        var (expected, _) = Uninterrupted("Adam");
        Compiled("Adam").Fit(_pairs, epochs: 2, batchSize: 100, validation: _pairs, seed: 7, callbacks: [new Checkpoint(Run)]);
        var model = Compiled("Adam");

        Fit(model, new Checkpoint(Run, resume: true));

        Assert.Equal(expected, Bits(model));
    }

    [Fact]
    public void Only_the_newest_checkpoints_are_kept_and_no_remains_of_a_killed_writer()
    {
        Directory.CreateDirectory(Run);
        File.WriteAllText(Path.Combine(Run, ".tandem-3f2504e04f8941d39a0c0305e82c3301.tmp"), "half");
        var checkpoint = new Checkpoint(Run, everySteps: 2, keep: 2, resume: true);

        Fit(Compiled("Adagrad"), checkpoint);

        Assert.Equal(2, checkpoint.Files.Count);
        Assert.Equal(checkpoint.Files.Order(), Directory.GetFiles(Run).Order());
        Assert.EndsWith("checkpoint-00004-000000000.tandem", checkpoint.Files[^1]);
    }

    [Fact]
    public void Another_training_does_not_overwrite_the_checkpoints_of_an_earlier_one()
    {
        Fit(Compiled("Adagrad"), new Checkpoint(Run));

        Assert.Contains("resume: true", Assert.Throws<InvalidOperationException>(() => Fit(Compiled("Adagrad"), new Checkpoint(Run))).Message);
    }

    [Fact]
    public void A_training_with_other_data_or_settings_is_refused_and_told_what_differs()
    {
        Fit(Compiled("Adagrad"), new Checkpoint(Run));
        var other = _pairs.Shuffle(1);

        AssertRefused("batch size: 100 in the file, 99 here", model => model.Fit(_pairs, Epochs, 99, _pairs, seed: 7, callbacks: Resuming));
        AssertRefused("shuffle seed: 7 in the file, 8 here", model => model.Fit(_pairs, Epochs, 100, _pairs, seed: 8, callbacks: Resuming));
        AssertRefused("shuffle seed: 7 in the file, none here", model => model.Fit(_pairs, Epochs, 100, _pairs, shuffle: false, callbacks: Resuming));
        AssertRefused("training rows: 450 in the file, 449 here", model => model.Fit(_pairs.Take(449), Epochs, 100, _pairs, seed: 7, callbacks: Resuming));
        AssertRefused("training data: ", model => model.Fit(other, Epochs, 100, _pairs, seed: 7, callbacks: Resuming));
        AssertRefused("validation data: ", model => model.Fit(_pairs, Epochs, 100, seed: 7, callbacks: Resuming));
        AssertRefused("callbacks that remember something: none in the file, BestWeights(val_loss, Minimize) here", model => Fit(model, [new BestWeights(), .. Resuming]));
        AssertRefused("optimizer: Adagrad", model => Fit(model, Resuming), Compiled("Adam"));
        AssertRefused("learning rate 0.1", model => Fit(model, Resuming), Compiled("Slower"));
        var wider = TwoTowerModel.Create(_corpus, _pairs["user"], dimension: 9);
        wider.Compile(new Adagrad(0.1f));
        AssertRefused("users.features[0].embedding.weights.user/embedding: float32 [41, 8] in the file, float32 [41, 9] here", model => Fit(model, Resuming), wider);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_named()
    {
        var checkpoint = new Checkpoint(Run);
        Fit(Compiled("Adagrad"), checkpoint);
        var newest = checkpoint.Files[^1];
        var bytes = File.ReadAllBytes(newest);
        bytes[bytes.Length / 2]++;
        File.WriteAllBytes(newest, bytes);

        var error = Assert.Throws<InvalidDataException>(() => Fit(Compiled("Adagrad"), Resuming));

        Assert.Contains("checksum", error.Message);
        Assert.Contains(newest, error.Message);
    }

    [Fact]
    public void The_fingerprint_of_a_table_depends_on_its_content_alone()
    {
        var ids = new StringColumn("user", ["b", "a", null, "b"]);
        var same = new StringColumn("user", [1, 0, -1, 1], new StringDictionary(["a", "b", "unused"]));
        string Of(params Column[] columns) => TableFingerprint.Of(Table.FromColumns(columns));

        Assert.Equal(Of(ids), Of(same));
        Assert.NotEqual(Of(ids), Of(new StringColumn("user", ["b", "a", "", "b"])));
        Assert.NotEqual(Of(ids), Of(new StringColumn("users", ["b", "a", null, "b"])));
        Assert.NotEqual(Of(new StringColumn("user", ["ab", "c"])), Of(new StringColumn("user", ["a", "bc"])));
        Assert.NotEqual(Of(Column.Of("n", [1L, 2])), Of(Column.Of("n", [1.0, 2])));
    }

    [Fact]
    public void A_loop_by_hand_has_checkpoints_too()
    {
        var (expected, _) = Uninterrupted("Adam", validate: false);
        Assert.Throws<Interruption>(() => Loop(Compiled("Adam"), new Checkpoint(Run, everySteps: 3, resume: true), new InterruptAfter(8)));
        var model = Compiled("Adam");

        Loop(model, Resuming);

        Assert.Equal(expected, Bits(model));
        Assert.Throws<InvalidOperationException>(() => Fit(TwoTowerModel.Create(_corpus, _pairs["user"]), new Checkpoint(_folder.File("other"))));
    }

    private Callback[] Resuming => [new Checkpoint(Run, everySteps: 3, resume: true)];

    private static void Loop(Model model, params Callback[] callbacks)
    {
        var run = new TrainingRun(model, _pairs, Epochs, batchSize: 100, seed: 7, callbacks: callbacks);
        foreach (var _ in run.Epochs())
        {
            foreach (var batch in run.Batches())
            {
                run.Step(batch);
            }
        }
    }

    private static void AssertRefused(string difference, Action<Model> fit, Model? model = null)
    {
        model ??= Compiled("Adagrad");
        var before = Bits(model);
        Assert.Contains(difference, Assert.Throws<InvalidDataException>(() => fit(model)).Message);
        Assert.Equal(before, Bits(model));
    }

    private static (float[] Bits, History History) Uninterrupted(string optimizer, bool validate = true)
    {
        var model = Compiled(optimizer);
        var history = model.Fit(_pairs, Epochs, batchSize: 100, validation: validate ? _pairs : null, seed: 7, callbacks: []);
        return (Bits(model), history);
    }

    private static History Fit(Model model, params Callback[] callbacks) =>
        model.Fit(_pairs, Epochs, batchSize: 100, validation: _pairs, seed: 7, callbacks: callbacks);

    private static TwoTowerModel Compiled(string optimizer)
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(optimizer switch
        {
            "Adam" => new Adam(0.01f) { Schedule = new ExponentialDecay(0.01f, decaySteps: 3, decay: 0.9f) },
            "Composite" => new CompositeOptimizer(new(new Adagrad(0.1f), model.Layers[0]), new(new Adam(0.01f), model.Layers[1])),
            "Slower" => new Adagrad(0.05f),
            _ => new Adagrad(0.1f),
        });
        return model;
    }

    private static float[] Bits(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static IEnumerable<string> Measured(History history) =>
        history.Epochs.Select(epoch => string.Join(' ', epoch.Where(pair => pair.Key != "epoch_seconds").Select(pair => $"{pair.Key}={pair.Value:R}")));

    private sealed class SampledModel(MixedNegatives mixed, StreamingFrequencyEstimator frequencies) : Model
    {
        private readonly Tower _users = Tower.Of(Feature.Id("user", _pairs["user"], 4)).With(new Dropout("dropout", 4, 0.3f));
        private readonly Tower _items = Tower.Of(Feature.Id("item", _corpus["item"], 4));
        private readonly Retrieval _task = new();

        public StreamingFrequencyEstimator Frequencies { get; } = frequencies;

        protected override Tensor ComputeLoss(Batch batch, bool training)
        {
            if (training)
            {
                Frequencies.Observe(batch);
            }

            var negatives = mixed.Draw();
            float[] probabilities = [.. Frequencies.Probability(batch), .. Frequencies.Probability(negatives)];
            return _task.Loss(_users.Embed(batch), EmbeddedRows.Concat(_items.Embed(batch), _items.Embed(negatives)), candidateSamplingProbability: probabilities);
        }
    }

    /// <summary>Stands for a kill: whatever was going on ends.</summary>
    private sealed class Interruption : Exception;

    private sealed class InterruptAfter(int step) : Callback
    {
        public override void OnBatchEnd(TrainingProgress progress)
        {
            if ((progress.Epoch * StepsPerEpoch) + progress.Batches >= step)
            {
                throw new Interruption();
            }
        }
    }
}
