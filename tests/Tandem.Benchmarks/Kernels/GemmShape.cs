namespace Tandem.Benchmarks;

/// <summary>The matrix products that are measured.</summary>
public enum GemmShape
{
    /// <summary>1024³.</summary>
    Square1024,

    /// <summary>2048³.</summary>
    Square2048,

    /// <summary>[8192, 256] · [256, 64].</summary>
    DenseForward,

    /// <summary>[8192, 64] · [256, 64]ᵀ.</summary>
    DenseInputGradient,

    /// <summary>[8192, 256]ᵀ · [8192, 64].</summary>
    DenseWeightGradient,
}
