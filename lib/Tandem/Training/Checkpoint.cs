namespace Tandem;

/// <summary>
/// Saves the state of a training as it goes, so that it can go on after a crash or a kill: the resumed training ends with the same bits as
/// one that was never interrupted. A checkpoint is a file that appears whole or not at all, whenever the process ends.
/// </summary>
/// <remarks>
/// It holds weights, buffers, the optimiser's state, the place within the epoch, the history and what the other callbacks remember. A training
/// resumes only with the model, data, batch size, shuffle, optimiser settings and remembering callbacks (such as <see cref="EarlyStopping"/>) that it
/// was begun with; the number of epochs may grow. Where the rows come in parts, those of the epoch under way are read again up to the place where it was left, and compared with what was read
/// before; the parts of earlier epochs are not.
/// </remarks>
/// <example><code>
/// model.Fit(train, epochs: 20, callbacks: [new ProgressDisplay(), new Checkpoint("run-1", everySteps: 500, resume: true)]);
/// </code></example>
public sealed class Checkpoint : Callback
{
    private const string Prefix = "checkpoint-";
    private const string Extension = ".tandem";

    private readonly string _folder;
    private readonly int _everyEpochs;
    private readonly int? _everySteps;
    private readonly int _keep;
    private readonly bool _resume;
    private TrainingRun? _run;
    private long _steps;

    /// <summary>Chooses when to save, and where to.</summary>
    /// <param name="folder">The folder, one for each training; it is made when missing.</param>
    /// <param name="everyEpochs">After how many epochs to save; after the last one in any case.</param>
    /// <param name="everySteps">After how many training steps, counted from the start or the resumption, to save, too; never within an epoch when omitted.</param>
    /// <param name="keep">How many of the newest checkpoints to keep.</param>
    /// <param name="resume">
    /// Whether to go on from the newest checkpoint in the folder; from the beginning when there is none yet, so that the same program starts
    /// a training and resumes it. When false, a folder that holds checkpoints is refused.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public Checkpoint(string folder, int everyEpochs = 1, int? everySteps = null, int keep = 3, bool resume = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everyEpochs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps ?? 1, nameof(everySteps));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        (_folder, _everyEpochs, _everySteps, _keep, _resume) = (folder, everyEpochs, everySteps, keep, resume);
    }

    /// <summary>The checkpoints in the folder, the oldest first.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(_folder)
        ? [.. Directory.GetFiles(_folder, $"{Prefix}*{Extension}").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether it saves within epochs, too.</summary>
    internal bool SavesWithinEpochs => _everySteps is not null;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The folder holds checkpoints and they are not to be resumed, or the model was not compiled.</exception>
    /// <exception cref="InvalidDataException">The newest checkpoint is damaged, or of a training with another model, data or settings; the message says what differs.</exception>
    public override void OnTrainBegin(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Model.Optimizer is null)
        {
            throw new InvalidOperationException("A checkpoint needs the optimiser's state: compile the model, model.Compile(new Adagrad(0.1f)), and train it with model.TrainStep.");
        }

        (_run, _steps) = (run, 0);
        Directory.CreateDirectory(_folder);
        TemporaryFile.DeleteRemains(_folder);
        if (Files is not [.., var newest])
        {
            return;
        }

        if (!_resume)
        {
            throw new InvalidOperationException(
                $"The folder \"{_folder}\" holds checkpoints of an earlier training, such as {Path.GetFileName(newest)}. Resume it with resume: true, or choose another folder.");
        }

        CheckpointState.Resume(newest, run);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingProgress progress)
    {
        _steps++;
        if (_everySteps is { } steps && _steps % steps == 0)
        {
            Save();
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, MetricValues values)
    {
        if ((epoch + 1) % _everyEpochs == 0 || epoch + 1 == _run!.Plan.Epochs || _run.History.StopReason is not null)
        {
            Save();
        }
    }

    private void Save()
    {
        var position = _run!.Position;
        SavedFile.Write(Path.Combine(_folder, $"{Prefix}{position.Epoch:D5}-{position.Batches:D9}{Extension}"), new CheckpointState(_run));
        foreach (var old in Files.SkipLast(_keep))
        {
            File.Delete(old);
        }
    }
}
