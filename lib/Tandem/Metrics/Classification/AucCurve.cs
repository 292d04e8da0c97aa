namespace Tandem;

/// <summary>The curve that <see cref="Auc"/> measures the area under.</summary>
public enum AucCurve
{
    /// <summary>Receiver operating characteristic: recall over the false positive rate.</summary>
    Roc,

    /// <summary>Precision over recall.</summary>
    PrecisionRecall,
}
