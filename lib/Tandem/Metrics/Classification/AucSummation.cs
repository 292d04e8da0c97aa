namespace Tandem;

/// <summary>How <see cref="Auc"/> fills the space between two thresholds.</summary>
public enum AucSummation
{
    /// <summary>
    /// Trapezoids under the ROC curve; under precision over recall the interpolation of Davis and Goadrich (<i>The relationship between
    /// precision-recall and ROC curves</i>, ICML 2006), as Keras integrates it.
    /// </summary>
    Interpolation,

    /// <summary>The lower of the two heights: a bound from below.</summary>
    Minoring,

    /// <summary>The higher of the two heights: a bound from above.</summary>
    Majoring,
}
