using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Damaged models, indexes and checkpoints: whatever is in the file, reading ends in an object or in an <see cref="InvalidDataException"/> that names the file.</summary>
public sealed class DamagedFileTests : IDisposable
{
    /// <summary>For each kind of damage.</summary>
    private const int Inputs = 5_000;

    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 12).Select(row => row % 4)), FixedTower.Ids("item", Enumerable.Range(0, 12).Select(row => (row * 5 / 2) % 3)));

    private static readonly Table _items = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 3)));

    private static readonly Interactions _interactions = new(_pairs, "user", "item");

    private static readonly Lazy<TopKIndex[]> _indexes = new(() =>
    [
        new BruteForce(Tower.Of(Feature.Id("user", _pairs["user"], 2)), Tower.Of(Feature.Id("item", _pairs["item"], 2)), _items, "item"),
        new Popularity(_pairs["item"]),
        new Ease(_interactions, 10),
        new ItemKnn(_interactions, 2),
        new AlternatingLeastSquares(_interactions, factors: 2, iterations: 1),
        new HistoryTowers(_interactions, dimension: 2, epochs: 1),
    ]);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Damages => ["anything", "anything, with a right checksum", "the manifest", "the arrays"];

    private string FilePath => _folder.File("saved.tandem");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_model_is_made_or_refused(string damage) => ReadDamaged(damage, Saved(path => new EveryLayer().Save(path, withOptimizer: false)), path => SavedModel.Load(path), Inputs * 3 / 5);

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_model_is_loaded_into_another_or_refused(string damage)
    {
        var model = Small();
        ReadDamaged(damage, Saved(path => model.Save(path, withOptimizer: true)), model.Load, Inputs * 2 / 5);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void An_index_is_made_and_answers_or_is_refused(string damage)
    {
        for (var i = 0; i < _indexes.Value.Length; i++)
        {
            ReadDamaged(damage, Saved(_indexes.Value[i].Save), path => Ask(TopKIndex.Load(path)), Inputs / _indexes.Value.Length, seed: i);
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_checkpoint_is_resumed_or_refused(string damage)
    {
        var model = Small();
        var checkpoint = new Checkpoint(_folder.File("run"));
        Callback[] Callbacks() => [new EarlyStopping("loss", patience: 1, restoreBestWeights: true), checkpoint];
        model.Fit(_pairs, epochs: 1, batchSize: 5, callbacks: Callbacks());
        var run = new TrainingRun(model, _pairs, epochs: 1, batchSize: 5, callbacks: Callbacks());

        ReadDamaged(damage, File.ReadAllBytes(checkpoint.Files[0]), path => CheckpointState.Resume(path, run));
    }

    [Theory]
    [InlineData("history.json")]
    [InlineData("history.csv")]
    public void A_history_is_read_or_refused(string name)
    {
        var history = Small().Fit(_pairs, epochs: 2, batchSize: 5, callbacks: []);
        history.Save(_folder.File(name));

        DamagedInputs.AreReadOrRefused([File.ReadAllBytes(_folder.File(name))], Inputs, seed: 1, input =>
        {
            File.WriteAllBytes(_folder.File(name), input);
            History.Load(_folder.File(name));
        }, error => error is InvalidDataException);
    }

    /// <summary>What an index answers is its own affair, and so is whether it takes weights near the largest number; but it does not crash.</summary>
    private static void Ask(TopKIndex index)
    {
        try
        {
            index.Query("1", 1);
        }
        catch (ArgumentException)
        {
        }
    }

    private static EveryTask Small()
    {
        var model = new EveryTask();
        model.Compile(new Adam(0.01f));
        model.Fit(_pairs, batchSize: 5, callbacks: []);
        return model;
    }

    private byte[] Saved(Action<string> save)
    {
        save(FilePath);
        return File.ReadAllBytes(FilePath);
    }

    private void ReadDamaged(string damage, byte[] good, Action<string> read, int count = Inputs, int seed = 0)
    {
        var parts = FileParts.Of(good);
        var (input, mend) = damage switch
        {
            "anything" => (good, file => file),
            "anything, with a right checksum" => (good, FileParts.WithChecksum),
            "the manifest" => (parts.Manifest, manifest => (parts with { Manifest = manifest }).ToFile()),
            _ => (parts.Arrays, (Func<byte[], byte[]>)(arrays => (parts with { Arrays = arrays }).ToFile())),
        };
        DamagedInputs.AreReadOrRefused([input], count, seed, file =>
        {
            File.WriteAllBytes(FilePath, file);
            read(FilePath);
        }, error => error is InvalidDataException && error.Message.Contains(FilePath, StringComparison.Ordinal), mend);
    }

    /// <summary>A layer of every kind, none of them larger than need be.</summary>
    private sealed class EveryLayer : Model
    {
        private readonly Tower _tower = Tower.Of(
                Feature.Id("user", _pairs["user"], 2),
                Feature.Text("item", _pairs["item"], 2),
                Feature.Number("age"),
                Feature.Indexed("bucket", new Hashing(3), 2),
                Feature.OneHot("size", new Discretization(0.5, 2)))
            .WithCross(layers: 2)
            .WithDropout(0.5f)
            .WithMlp(3, 2)
            .WithUnitNormalization();

        private readonly Mmoe _mmoe = new("mmoe", 2, tasks: 2, experts: 2, [2]);
        private readonly Ple _ple = new("ple", 2, tasks: 2, taskExperts: 1, sharedExperts: 1, [2]);
        private readonly DotInteraction _dots = new("dots", 2, 2);
        private readonly BatchNormalization _batch = new("batch", 2);
        private readonly LayerNormalization _rows = new("rows", 2);
        private readonly UnifiedEmbedding _unified = new("unified", 2, 2, 2);

        protected override Tensor ComputeLoss(Batch batch, bool training) => throw new NotSupportedException();
    }

    /// <summary>A model that trains, with something that remembers.</summary>
    private sealed class EveryTask : Model
    {
        private readonly Tower _users = Tower.Of(Feature.Id("user", _pairs["user"], 2));
        private readonly Tower _items = Tower.Of(Feature.Id("item", _pairs["item"], 2));
        private readonly StreamingFrequencyEstimator _frequencies = new("item", buckets: 4);
        private readonly Retrieval _task = new();

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(_users.Embed(batch), _items.Embed(batch));
    }
}
