namespace Tandem;

/// <summary>How the losses of a batch become one number.</summary>
public enum Reduction
{
    /// <summary>They do not: each example keeps its own.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by how many they are, not by the sum of their weights.</summary>
    SumOverBatchSize,
}
