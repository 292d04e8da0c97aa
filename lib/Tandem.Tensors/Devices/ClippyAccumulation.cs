namespace Tandem.Tensors;

/// <summary>When a gradient counts in the accumulator of Clippy Adagrad.</summary>
public enum ClippyAccumulation
{
    /// <summary>After the step, as it is: a step does not depend on its own gradient's square.</summary>
    AfterStep,

    /// <summary>After the step, shrunk as the step was: an outlier does not slow the steps that follow.</summary>
    ClippedAfterStep,

    /// <summary>Before the step, as in Adagrad.</summary>
    BeforeStep,
}
