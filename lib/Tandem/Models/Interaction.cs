namespace Tandem;

/// <summary>How a <see cref="RankingModel"/> lets its features meet.</summary>
public enum Interaction
{
    /// <summary>The inner products of all pairs of features (<see cref="DotInteraction"/>): the model is DLRM (Naumov et al., 2019).</summary>
    Dot,

    /// <summary>A full-rank <see cref="Cross"/> layer over the features side by side: the model is DCN (Wang et al., WWW 2021).</summary>
    Cross,
}
