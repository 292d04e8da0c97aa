using Tandem.Tensors;

namespace Tandem;

/// <summary>One side of alternating least squares: the entries of its rows, ready on the device.</summary>
internal sealed class LeastSquaresSide
{
    /// <summary>Confidences from which the 1 of everything that was not met is lost beside them in single precision: such rows are solved in double.</summary>
    private const float LargestSingleConfidence = 1 << 24;

    private readonly string _role;
    private readonly IReadOnlyList<string> _ids;
    private readonly IReadOnlyList<string> _others;
    private readonly SparseRows _entries;
    private readonly float _alpha;
    private readonly Indices _offsets;
    private readonly Indices _columns;
    private readonly int[] _confidentRows;

    // Confidence − 1 for each entry; null when that is 0 for all.
    private readonly Tensor? _excess;

    private LeastSquaresSide(string role, IReadOnlyList<string> ids, IReadOnlyList<string> others, SparseRows entries, float alpha)
    {
        (_role, _ids, _others, _entries, _alpha) = (role, ids, others, entries, alpha);
        _offsets = Indices.From(entries.Offsets);
        _columns = Indices.From(entries.Columns);
        var excess = Array.ConvertAll(entries.Weights, weight => (alpha * weight) - 1);
        _excess = excess.AsSpan().IndexOfAnyExcept(0f) < 0 ? null : Tensor.From(excess, new Shape(excess.Length));
        _confidentRows = _excess is null ? [] : [.. Enumerable.Range(0, entries.Rows).Where(IsConfident)];

        bool IsConfident(int row) => entries.Offsets[row] < entries.Offsets[row + 1]
            && System.Numerics.Tensors.TensorPrimitives.Max<float>(excess.AsSpan(entries.Offsets[row]..entries.Offsets[row + 1])) > LargestSingleConfidence;
    }

    /// <summary>The users, with the items they met; the confidence of an entry is alpha times its weight.</summary>
    public static LeastSquaresSide OfUsers(Interactions interactions, float alpha) =>
        new("user", interactions.Users, interactions.Items, interactions.ByUser, alpha);

    /// <summary>The items, with the users who met them.</summary>
    public static LeastSquaresSide OfItems(Interactions interactions, float alpha) =>
        new("item", interactions.Items, interactions.Users, interactions.ByItem, alpha);

    /// <summary>Solves for this side's factors given the other's.</summary>
    /// <exception cref="NonFiniteException">A row has no finite solution.</exception>
    /// <exception cref="OperationCanceledException">The solution is no longer wanted.</exception>
    public void Solve(Tensor other, float regularization, int steps, Tensor factors, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = new TensorScope();
        var (device, d) = (factors.Device, factors.Shape[1]);
        var gram = Tensor.Empty(new Shape(d, d), device);
        device.MatMul(other, true, other, false, gram, accumulate: false);
        AddToDiagonal(gram, regularization);
        if (_excess is { } excess)
        {
            device.ImplicitLeastSquares(gram, other, _offsets, _columns, excess, steps, factors, cancellation);
        }
        else
        {
            SolveAlike(gram, other, regularization, factors, cancellation);
        }

        if (_confidentRows.Length > 0 || !device.AllFinite(factors))
        {
            SolveExactly(other, regularization, factors, cancellation);
        }
    }

    /// <summary>Without excess the matrix is the same for all rows.</summary>
    private void SolveAlike(Tensor gram, Tensor other, float regularization, Tensor factors, CancellationToken cancellation)
    {
        var device = factors.Device;
        if (device.InvertPositiveDefinite(gram) >= 0)
        {
            throw new InvalidOperationException(
                $"{nameof(AlternatingLeastSquares)}: with a regularization of {regularization} the least squares cannot be solved in single precision. Give a larger one.");
        }

        var rightSides = Tensor.Empty(factors.Shape, device);
        device.PoolRows(other, _columns, _offsets, null, rightSides);
        cancellation.ThrowIfCancellationRequested();
        device.MatMul(rightSides, false, gram, false, factors, accumulate: false);
    }

    /// <summary>Solves for the rows that single precision cannot do justice to.</summary>
    private void SolveExactly(Tensor other, float regularization, Tensor factors, CancellationToken cancellation)
    {
        var (values, table, d) = (factors.ToArray(), other.ToArray(), factors.Shape[1]);
        var exact = new ExactLeastSquares(other, regularization);
        int[] rows = [.. Enumerable.Range(0, _entries.Rows).Where(row => !IsFinite(row)).Union(_confidentRows)];
        Parallel.ForEach(rows, new ParallelOptions { CancellationToken = cancellation }, row =>
        {
            var entries = _entries.Offsets[row].._entries.Offsets[row + 1];
            var vectors = _entries.Columns[entries].SelectMany(column => table[(column * d)..((column + 1) * d)]).ToArray();
            exact.Solve(vectors, Array.ConvertAll(_entries.Weights[entries], weight => (double)_alpha * weight)).CopyTo(values, row * d);
        });
        if (rows.Any(row => !IsFinite(row)))
        {
            throw NotFinite(rows.First(row => !IsFinite(row)), regularization);
        }

        factors.Device.Upload(values, factors);

        bool IsFinite(int row) => System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<float>(values.AsSpan(row * d, d));
    }

    private NonFiniteException NotFinite(int row, float regularization)
    {
        var entries = Enumerable.Range(_entries.Offsets[row], _entries.Offsets[row + 1] - _entries.Offsets[row]);
        var heaviest = entries.MaxBy(entry => _entries.Weights[entry]);
        return NonFiniteException.OfFit(
            $"{nameof(AlternatingLeastSquares)}: the vector of {_role} \"{_ids[row]}\" is not finite. Its largest weight is {_entries.Weights[heaviest]:R}, "
            + $"with \"{_others[_entries.Columns[heaviest]]}\"; alpha is {_alpha:R} and the regularization {regularization:R}. "
            + "Make the weights smaller, such as by dividing them or taking their logarithm, or give a smaller alpha or a larger regularization.");
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
