namespace Tandem.Tensors;

/// <summary>
/// Polynomials of degree 5 for 2ᶠ, minimax in relative error, with the constant term set to 1 so that whole powers are exact.
/// </summary>
internal static class Exp2Coefficients
{
    /// <summary>For f in [0, 1), to 8·10⁻⁸: what remains of x after its floor.</summary>
    public static class Floor
    {
        public const float C1 = 0.693151312f;
        public const float C2 = 0.24016445f;
        public const float C3 = 0.0557999131f;
        public const float C4 = 0.00901703032f;
        public const float C5 = 0.00186713007f;
    }

    /// <summary>For f in [−½, ½], to 1.5·10⁻⁷: what remains of x after its nearest integer.</summary>
    public static class Nearest
    {
        public const float C1 = 0.693146967f;
        public const float C2 = 0.240221197f;
        public const float C3 = 0.0555071327f;
        public const float C4 = 0.00967554133f;
        public const float C5 = 0.0013276472f;

        /// <summary>1.5·2²³ + 127: added to x, it leaves the nearest integer and the exponent's offset in the low bits of the sum.</summary>
        public const float Shifter = 12582912f + 127f;

        /// <summary>Where the exponent's bits become those of zero.</summary>
        public const float Lowest = -127f;

        /// <summary>Where the exponent's bits become those of infinity.</summary>
        public const float Highest = 128f;
    }
}
