using Tandem.Tensors;

namespace Tandem;

/// <summary>By how much positives score higher than the negatives beside them.</summary>
internal static class PairMargins
{
    /// <summary>s⁺ − s⁻, <c>[batch, n]</c>.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit, or the batch is empty.</exception>
    public static Tensor Of(Tensor positives, Tensor negatives, string owner)
    {
        ArgumentNullException.ThrowIfNull(positives);
        ArgumentNullException.ThrowIfNull(negatives);
        var rows = negatives.Shape.Rank > 0 ? negatives.Shape[0] : 0;
        if (positives.Shape.Count != rows || negatives.Shape.Rank > 2 || negatives.Shape.Count == 0)
        {
            throw new ArgumentException(
                $"{owner}: positives {positives.Shape} and negatives {negatives.Shape} do not fit. Give positives [batch] and for each of them one or more negatives, [batch, n].");
        }

        var beside = negatives.Reshape(new Shape(rows, negatives.Shape.Count / rows));
        return -(beside - positives.Reshape(new Shape(rows, 1)));
    }
}
