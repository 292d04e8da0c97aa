using Tandem.Tensors;

namespace Tandem;

/// <summary>A part of a model: it may have parameters to train and metrics to report.</summary>
[TypeFormatterSource(typeof(ParameterFormatterSource))]
public abstract class Layer
{
    /// <summary>What training changes.</summary>
    public virtual IEnumerable<Parameter> Parameters => [];

    /// <summary>State that training changes other than along gradients, such as moving averages, by name; saved with the parameters.</summary>
    public virtual IEnumerable<KeyValuePair<string, Tensor>> Buffers => [];

    /// <summary>What evaluation reports.</summary>
    public virtual IEnumerable<Metric> Metrics => [];

    /// <summary>A line for each parameter, and how many numbers there are to train.</summary>
    public override string ToString() => ParameterSummary.Of(this).ToString();
}
