namespace Tandem;

/// <summary>Is told of what happens in training. Override what is of interest.</summary>
public abstract class Callback
{
    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin(TrainingPlan plan)
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
}
