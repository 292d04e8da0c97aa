using Tandem.Tensors;

namespace Tandem;

/// <summary>One side of alternating least squares: the entries of its rows, ready on the device.</summary>
internal sealed class LeastSquaresSide
{
    private readonly Indices _offsets;
    private readonly Indices _columns;

    // Confidence − 1 for each entry; null when that is 0 for all.
    private readonly Tensor? _excess;

    /// <summary>Uploads a matrix; the confidence of an entry is alpha times its weight.</summary>
    public LeastSquaresSide(SparseRows entries, float alpha)
    {
        _offsets = Indices.From(entries.Offsets);
        _columns = Indices.From(entries.Columns);
        var excess = Array.ConvertAll(entries.Weights, weight => (alpha * weight) - 1);
        _excess = excess.AsSpan().IndexOfAnyExcept(0f) < 0 ? null : Tensor.From(excess, new Shape(excess.Length));
    }

    /// <summary>Solves for this side's factors given the other's.</summary>
    public void Solve(Tensor other, float regularization, int steps, Tensor factors)
    {
        using var scope = new TensorScope();
        var (device, d) = (factors.Device, factors.Shape[1]);
        var gram = Tensor.Empty(new Shape(d, d), device);
        device.MatMul(other, true, other, false, gram, accumulate: false);
        AddToDiagonal(gram, regularization);
        if (_excess is { } excess)
        {
            device.ImplicitLeastSquares(gram, other, _offsets, _columns, excess, steps, factors);
            return;
        }

        // Without excess the matrix is the same for all rows.
        if (device.InvertPositiveDefinite(gram) >= 0)
        {
            throw new InvalidOperationException(
                $"{nameof(AlternatingLeastSquares)}: with a regularization of {regularization} the least squares cannot be solved in single precision. Give a larger one.");
        }

        var rightSides = Tensor.Empty(factors.Shape, device);
        device.PoolRows(other, _columns, _offsets, null, rightSides);
        device.MatMul(rightSides, false, gram, false, factors, accumulate: false);
    }

    private static void AddToDiagonal(Tensor gram, float value)
    {
        var (n, values) = (gram.Shape[0], gram.ToArray());
        for (var i = 0; i < n; i++)
        {
            values[(i * n) + i] += value;
        }

        gram.Device.Upload(values, gram);
    }
}
