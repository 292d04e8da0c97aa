namespace Tandem;

/// <summary>Which values of a metric are better.</summary>
public enum Goal
{
    /// <summary>What the metric's name says: losses and errors are to be small; accuracies, AUC, precision, recall, NDCG, MRR, MAP and hit rates large.</summary>
    Auto,

    /// <summary>Smaller ones.</summary>
    Minimize,

    /// <summary>Larger ones.</summary>
    Maximize,
}
