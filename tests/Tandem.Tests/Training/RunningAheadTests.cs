using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Training on a device that runs ahead of the program: losses are read late, and everything else is as ever.</summary>
[Collection(nameof(AloneCollection))]
public sealed class RunningAheadTests : IDisposable
{
    private static readonly Table _corpus = Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, 30)));
    private static readonly Table _pairs = Table.FromColumns(
        FixedTower.Ids("user", Enumerable.Range(0, 600).Select(row => row % 40)),
        FixedTower.Ids("item", Enumerable.Range(0, 600).Select(row => ((row % 40) + (row / 40 % 6)) % 30)));

    private readonly IDevice _before = Device.Current;
    private readonly CpuDevice _ahead = new() { RunsAhead = true };

    public RunningAheadTests() => Device.Use(_ahead);

    public void Dispose() => Device.Use(_before);

    [Fact]
    public void History_and_weights_are_those_of_a_device_that_is_read_after_every_step()
    {
        var (late, model) = Fit(_ahead, new Adagrad(0.1f));
        var (atOnce, expected) = Fit(new CpuDevice(), new Adagrad(0.1f));

        Assert.Equal(atOnce["loss"], late["loss"]);
        Assert.Equal(atOnce["last_batch_loss"], late["last_batch_loss"]);
        Assert.Equal(atOnce["val_loss"], late["val_loss"]);
        Assert.Equal(Bits(expected), Bits(model));
    }

    [Fact]
    public void The_last_step_of_an_epoch_tells_the_loss_of_all_and_none_tells_one_that_was_not_read()
    {
        var told = new List<TrainingProgress>();
        var (history, _) = Fit(_ahead, new Adagrad(0.1f), new EveryStep(told.Add));

        Assert.Equal(18, told.Count);
        Assert.Equal(history["loss"], told.Where(progress => progress.Batches == 6).Select(progress => progress.Loss!.Value));
        Assert.All(told, progress => Assert.True(progress.Loss is null or > 0));
    }

    [Fact]
    public void An_epoch_of_more_steps_than_losses_are_kept_for_has_the_loss_of_all_of_them()
    {
        (double Loss, float[] Bits) Fit(IDevice device)
        {
            Device.Use(device);
            var model = Compiled(new Adagrad(0.1f));
            var history = model.Fit(Enumerable.Repeat(_pairs, 2), batchSize: 1, callbacks: []);
            return (history["loss"][0], Bits(model));
        }

        var (expected, late) = (Fit(new CpuDevice()), Fit(_ahead));

        Assert.Equal(expected.Loss, late.Loss);
        Assert.Equal(expected.Bits, late.Bits);
    }

    [Fact]
    public void A_training_leaves_nothing_on_the_device()
    {
        var model = Compiled(new Adagrad(0.1f));
        model.Fit(_pairs, batchSize: 100, callbacks: []);
        var live = _ahead.LiveStorages;
        model.Fit(_pairs, epochs: 3, batchSize: 100, callbacks: []);
        Assert.Equal(live, _ahead.LiveStorages);
    }

    [Fact]
    public void A_training_that_diverges_ends_with_its_epoch_and_says_that_the_weights_have_changed()
    {
        var error = Assert.Throws<NonFiniteException>(() => Compiled(new Sgd(1e30f)).Fit(_pairs, epochs: 5, batchSize: 100, callbacks: []));
        Assert.Matches(@"step [2-6]: (the loss|.*/embedding)", error.Message);
        Assert.Contains("were changed by that step", error.Message);
    }

    [Fact]
    public void No_checkpoint_holds_weights_that_diverged()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = new Checkpoint(folder.File("run"), everySteps: 3);
        Assert.Throws<NonFiniteException>(() => Compiled(new Sgd(1e30f)).Fit(_pairs, epochs: 2, batchSize: 100, callbacks: [checkpoint]));
        Assert.Empty(Directory.EnumerateFiles(folder.File("run")));
    }

    [Fact]
    public void A_step_that_is_asked_for_its_loss_leaves_the_weights_when_it_is_not_finite()
    {
        var model = Compiled(new Adagrad(0.1f));
        Device.Current.Fill(model.Parameters[0].Value, float.NaN);
        var before = Bits(model);
        Assert.Contains("were left as they were", Assert.Throws<NonFiniteException>(() => model.TrainStep(new Batch(_pairs))).Message);
        Assert.Equal(before, Bits(model));
    }

    private static (History History, Model Model) Fit(IDevice device, Optimizer optimizer, params Callback[] callbacks)
    {
        Device.Use(device);
        var model = Compiled(optimizer);
        return (model.Fit(_pairs, epochs: 3, batchSize: 100, validation: _pairs, callbacks: callbacks), model);
    }

    private static TwoTowerModel Compiled(Optimizer optimizer)
    {
        var model = TwoTowerModel.Create(_corpus, _pairs["user"]);
        model.Compile(optimizer);
        return model;
    }

    private static float[] Bits(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private sealed class EveryStep(Action<TrainingProgress> act) : Callback
    {
        public override void OnBatchEnd(TrainingProgress progress) => act(progress);
    }
}
