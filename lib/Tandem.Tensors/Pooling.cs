namespace Tandem.Tensors;

/// <summary>How the rows that a bag names become one row, as in <c>tf.nn.embedding_lookup_sparse</c>. A bag without entries, or whose weights are all 0, gives zeros.</summary>
public enum Pooling
{
    /// <summary>Σ wₑ·rowₑ / Σ wₑ</summary>
    Mean,

    /// <summary>Σ wₑ·rowₑ</summary>
    Sum,

    /// <summary>Σ wₑ·rowₑ / √(Σ wₑ²)</summary>
    SqrtN,
}
