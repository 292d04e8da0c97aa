using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// The best columns of each row of scores, ties by the lower column. libtorch's own selection breaks ties as it likes; it is used where none can matter, and where one
/// may, the rows are sorted, which keeps equal scores in their order.
/// </summary>
internal static class Ranking
{
    /// <summary>Below all finite scores and above what is left out: where −∞ is sorted.</summary>
    private const double MinusInfinity = -1e300;

    /// <summary>The k highest of each row, highest first. Where fewer are numbers, the rest is column −1 with score −∞.</summary>
    /// <param name="scores"><c>[m, n]</c>; NaN is left out.</param>
    /// <param name="k">How many.</param>
    public static (torch.Tensor Scores, torch.Tensor Columns) Best(torch.Tensor scores, int k)
    {
        var n = scores.shape[1];
        return k < n && Selected(scores, k) is { } selected ? selected : Sorted(scores, (int)Math.Min(k, n), k);
    }

    /// <summary>By selection; <see langword="null"/> if in any row the last one chosen ties with the first one left.</summary>
    private static (torch.Tensor Scores, torch.Tensor Columns)? Selected(torch.Tensor scores, int k)
    {
        var numbers = scores.clone().FillInPlace(scores.isnan(), double.NegativeInfinity);
        var (values, columns) = numbers.topk(k + 1, 1);
        if (values.narrow(1, k - 1, 1).eq(values.narrow(1, k, 1)).any().item<bool>())
        {
            return null;
        }

        // Ascending columns first: a stable sort by score then leaves equal scores in that order.
        var ascending = columns.narrow(1, 0, k).sort(1).Item1;
        var (best, order) = numbers.gather(1, ascending).sort(1, descending: true, stable: true);
        return (best, ascending.gather(1, order));
    }

    private static (torch.Tensor Scores, torch.Tensor Columns) Sorted(torch.Tensor scores, int found, int k)
    {
        var keys = scores.to(torch.float64)
            .FillInPlace(scores.Is(float.NegativeInfinity), MinusInfinity)
            .FillInPlace(scores.isnan(), double.NegativeInfinity);
        var (sorted, order) = keys.sort(1, descending: true, stable: true);
        var missing = sorted.narrow(1, 0, found).Is(float.NegativeInfinity);
        var columns = Filled(torch.full(scores.shape[0], k, -1L, torch.int64, scores.device), order.narrow(1, 0, found).contiguous().FillInPlace(missing, -1));

        // −1e300 is −∞ again in single precision.
        return (Filled(torch.full(scores.shape[0], k, float.NegativeInfinity, torch.float32, scores.device), sorted.narrow(1, 0, found)), columns);
    }

    private static torch.Tensor Filled(torch.Tensor target, torch.Tensor begin)
    {
        target.narrow(1, 0, begin.shape[1]).copy_(begin);
        return target;
    }
}
