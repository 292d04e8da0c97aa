using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Inner products summed one product after another in a single chain of multiply-adds: the order in which a <see cref="Tile6x2{TSimd, TVector}"/>
/// sums each of its lanes, so that both give the same bits. Four chains run side by side to hide the instruction's latency.
/// </summary>
internal static unsafe class SequentialDot
{
    /// <summary><c>⟨query, row⟩</c> for one row.</summary>
    [MethodImpl(HotCode.Options)]
    public static float One(float* query, float* row, int d)
    {
        var sum = 0f;
        for (var k = 0; k < d; k++)
        {
            sum = float.MultiplyAddEstimate(query[k], row[k], sum);
        }

        return sum;
    }

    /// <summary><c>⟨query, row⟩</c> for four rows.</summary>
    [MethodImpl(HotCode.Options)]
    public static (float S0, float S1, float S2, float S3) Four(float* query, float* row0, float* row1, float* row2, float* row3, int d)
    {
        float s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f;
        for (var k = 0; k < d; k++)
        {
            s0 = float.MultiplyAddEstimate(query[k], row0[k], s0);
            s1 = float.MultiplyAddEstimate(query[k], row1[k], s1);
            s2 = float.MultiplyAddEstimate(query[k], row2[k], s2);
            s3 = float.MultiplyAddEstimate(query[k], row3[k], s3);
        }

        return (s0, s1, s2, s3);
    }
}
