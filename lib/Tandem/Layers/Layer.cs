using Tandem.Tensors;

namespace Tandem;

/// <summary>A part of a model: it may have parameters to train and metrics to report.</summary>
public abstract class Layer
{
    /// <summary>What training changes.</summary>
    public virtual IEnumerable<Parameter> Parameters => [];

    /// <summary>What evaluation reports.</summary>
    public virtual IEnumerable<Metric> Metrics => [];
}
