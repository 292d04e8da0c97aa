namespace Tandem;

/// <summary>How indices become a row of numbers, one column an index.</summary>
public enum EncodingMode
{
    /// <summary>1 in the column of the index. For one index a row.</summary>
    OneHot,

    /// <summary>1 in the columns of all indices of the row, however often they occur in it.</summary>
    MultiHot,

    /// <summary>How often each index occurs in the row; in a bag with weights, the sum of its weights.</summary>
    Count,

    /// <summary>The count times the inverse document frequency, a weight that is the larger the fewer rows have the index.</summary>
    TfIdf,
}
