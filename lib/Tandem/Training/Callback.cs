namespace Tandem;

/// <summary>Is told of what happens in training, and may end it. Override what is of interest.</summary>
[TypeFormatterSource(typeof(TextFormatterSource))]
public abstract class Callback : IResumable
{
    /// <summary>Before the first epoch, or before the one where a training goes on.</summary>
    /// <param name="run">The training; <see cref="TrainingRun.Stop"/> ends it.</param>
    public virtual void OnTrainBegin(TrainingRun run)
    {
    }

    /// <summary>After each training step.</summary>
    public virtual void OnBatchEnd(TrainingProgress progress)
    {
    }

    /// <summary>After each epoch and its evaluation.</summary>
    /// <param name="epoch">Which, from 0.</param>
    /// <param name="values">What it measured.</param>
    public virtual void OnEpochEnd(int epoch, MetricValues values)
    {
    }

    /// <summary>After the last epoch.</summary>
    public virtual void OnTrainEnd(History history)
    {
    }

    /// <summary>
    /// What the callback was made with: a training is resumed only with callbacks that remember something and tell the same as when it was begun. The type's name
    /// unless overridden; nothing in it may change while training.
    /// </summary>
    public override string ToString() => GetType().Name;

    /// <summary>Writes what the callback remembers from one epoch to the next, so that a resumed training goes on as if it had not been interrupted.</summary>
    public virtual void SaveState(StateWriter state)
    {
    }

    /// <summary>Takes over what <see cref="SaveState"/> wrote; called after <see cref="OnTrainBegin"/>.</summary>
    public virtual void LoadState(StateReader state)
    {
    }
}
