namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Sizes around the steps of a blocked elimination.</summary>
    public static TheoryData<int> MatrixSizes => [0, 1, 2, 31, 32, 33, 64, 97, 300, 769, 900];

    [Theory]
    [MemberData(nameof(MatrixSizes))]
    public void InvertPositiveDefinite_gives_the_inverse_and_reads_the_lower_triangle_only(int n)
    {
        var matrix = PositiveDefinite(n, seed: 1);
        var lower = Upload([.. matrix.Select((value, i) => n > 0 && i % n > i / n ? float.NaN : value)], n, n);

        Assert.Equal(-1, Device.InvertPositiveDefinite(lower, TestContext.Current.CancellationToken));

        // A·(A⁻¹·v) is v again, in float64: rounding grows with the condition number, here a few hundred.
        var vector = TestData.Normal(n, seed: 2);
        var solution = ReferenceKernels.MatMul(lower.ToArray(), false, vector, false, n, 1, n);
        var back = ReferenceKernels.MatMul(matrix, false, [.. solution.Select(value => (float)value)], false, n, 1, n);
        Close.To(back, vector, relative: 1e-4, ofLargest: 1e-4);
    }

    [Theory]
    [InlineData(40, 17)]
    [InlineData(400, 333)]
    [InlineData(800, 799)]
    public void InvertPositiveDefinite_says_when_the_matrix_is_not_positive_definite(int n, int row)
    {
        var matrix = PositiveDefinite(n, seed: 2);
        matrix[(row * n) + row] = -1;

        Assert.InRange(Device.InvertPositiveDefinite(Upload(matrix, n, n), TestContext.Current.CancellationToken), 0, n - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void InvertPositiveDefinite_says_so_of_a_matrix_of_equal_elements(float value) =>
        Assert.Equal(1, Device.InvertPositiveDefinite(Upload([value, value, value, value], 2, 2), TestContext.Current.CancellationToken));

    [Fact]
    public void InvertPositiveDefinite_says_so_of_a_matrix_with_NaN()
    {
        var matrix = PositiveDefinite(70, seed: 3);
        matrix[(50 * 70) + 3] = float.NaN;

        Assert.InRange(Device.InvertPositiveDefinite(Upload(matrix, 70, 70), TestContext.Current.CancellationToken), 0, 69);
    }

    [Fact]
    public void ImplicitLeastSquares_converges_to_the_solution_of_the_normal_equations() => ForRandomCases(20, (count, rows, d, seed) =>
    {
        var (table, gram) = (TestData.Normal(count * d, seed), PositiveDefinite(d, seed + 1));
        var (offsets, entries) = Bags(rows, count, seed);
        var weights = TestData.Uniform(entries.Length, seed + 2, 0, 3);
        var solution = Upload(TestData.Normal(rows * d, seed + 3), rows, d);

        Device.ImplicitLeastSquares(
            Upload(gram, d, d), Upload(table, count, d), Upload(offsets), Upload(entries), Upload(weights, weights.Length), steps: 3 * d, solution);

        AssertSolves(gram, table, offsets, entries, weights, d, solution.ToArray());
    });

    [Fact]
    public void ImplicitLeastSquares_takes_the_steps_of_the_conjugate_gradient_method()
    {
        const int d = 5;
        var (table, gram) = (TestData.Normal(9 * d, seed: 1), PositiveDefinite(d, seed: 2));
        int[] offsets = [0, 4, 4, 7], entries = [8, 0, 3, 3, 5, 1, 2];
        var (weights, start) = (TestData.Uniform(7, seed: 3, 0, 4), TestData.Normal(3 * d, seed: 4));
        var solution = Upload(start, 3, d);

        Device.ImplicitLeastSquares(Upload(gram, d, d), Upload(table, 9, d), Upload(offsets), Upload(entries), Upload(weights, 7), steps: 2, solution, TestContext.Current.CancellationToken);

        var expected = ReferenceKernels.ImplicitLeastSquares(gram, table, offsets, entries, weights, d, steps: 2, start);
        Close.To(expected, solution.ToArray());
        Assert.All(solution.ToArray()[d..(2 * d)], value => Assert.Equal(0, value));
    }

    private static void AssertSolves(float[] gram, float[] table, int[] offsets, int[] entries, float[] weights, int d, float[] solution)
    {
        for (var row = 0; row < offsets.Length - 1; row++)
        {
            var (matrix, rightSide) = ReferenceKernels.NormalEquations(gram, table, offsets, entries, weights, d, row);
            var largest = rightSide.Select(Math.Abs).DefaultIfEmpty().Max();
            for (var i = 0; i < d && offsets[row] < offsets[row + 1]; i++)
            {
                var product = Enumerable.Range(0, d).Sum(j => matrix[(i * d) + j] * solution[(row * d) + j]);
                Assert.InRange(product - rightSide[i], -1e-3 * (largest + 1), 1e-3 * (largest + 1));
            }
        }
    }

    /// <summary>Bags of rows of a table, some of them empty.</summary>
    private static (int[] Offsets, int[] Rows) Bags(int bags, int tableRows, int seed)
    {
        var random = new Random(seed);
        var lengths = Enumerable.Range(0, bags).Select(_ => random.Next(5) == 0 ? 0 : random.Next(12)).ToArray();
        var offsets = new int[bags + 1];
        for (var i = 0; i < bags; i++)
        {
            offsets[i + 1] = offsets[i] + lengths[i];
        }

        return (offsets, TestData.Rows(offsets[^1], tableRows, seed + 1));
    }

    /// <summary>A Gram matrix of random rows plus a multiple of the identity: well conditioned.</summary>
    private static float[] PositiveDefinite(int n, int seed)
    {
        const int rank = 8;
        var matrix = ReferenceKernels.MatMul(TestData.Normal(n * rank, seed), false, TestData.Normal(n * rank, seed), true, n, n, rank);
        return [.. matrix.Select((value, i) => (float)((value / rank) + (i % n == i / n ? 1 : 0)))];
    }
}
