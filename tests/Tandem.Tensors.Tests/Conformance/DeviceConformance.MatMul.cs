namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>m, n, k: empty, single, around tile edges, thin in each direction, larger than a cache block.</summary>
    public static TheoryData<int, int, int> MatMulShapes => new()
    {
        { 0, 3, 3 }, { 3, 0, 3 }, { 3, 3, 0 }, { 1, 1, 1 }, { 1, 3, 257 }, { 3, 1, 31 }, { 257, 1, 3 }, { 1, 257, 33 }, { 3, 31, 33 },
        { 12, 32, 8 }, { 13, 33, 9 }, { 31, 33, 257 }, { 33, 31, 1 }, { 257, 33, 31 }, { 64, 64, 64 }, { 130, 70, 520 }, { 25, 300, 1030 },
        { 600, 64, 32 }, { 64, 96, 1500 },
    };

    [Theory]
    [MemberData(nameof(MatMulShapes))]
    public void MatMul_is_the_matrix_product_for_all_transposes(int m, int n, int k)
    {
        var (a, b) = (TestData.Normal(m * k, seed: 1), TestData.Normal(k * n, seed: 2));
        foreach (var (transposeA, transposeB) in Transposes)
        {
            var result = Unset(m, n);
            Multiply(a, transposeA, b, transposeB, m, n, k, result, accumulate: false);
            AssertProduct(ReferenceKernels.MatMul(a, transposeA, b, transposeB, m, n, k), result, k);
        }
    }

    [Theory]
    [MemberData(nameof(MatMulShapes))]
    public void MatMul_accumulates_onto_the_result_when_asked(int m, int n, int k)
    {
        var (a, b, start) = (TestData.Normal(m * k, seed: 1), TestData.Normal(k * n, seed: 2), TestData.Normal(m * n, seed: 3));
        foreach (var (transposeA, transposeB) in Transposes)
        {
            var result = Upload(start, m, n);
            Multiply(a, transposeA, b, transposeB, m, n, k, result, accumulate: true);
            AssertProduct(ReferenceKernels.MatMul(a, transposeA, b, transposeB, m, n, k, start), result, k);
        }
    }

    [Fact]
    public void MatMul_agrees_with_the_reference_at_random_sizes() => ForRandomCases(40, (m, n, k, seed) =>
    {
        var (a, b) = (TestData.Normal(m * k, seed), TestData.Normal(k * n, seed + 1));
        var result = Unset(m, n);
        Multiply(a, seed % 2 == 0, b, seed % 4 < 2, m, n, k, result, accumulate: false);
        AssertProduct(ReferenceKernels.MatMul(a, seed % 2 == 0, b, seed % 4 < 2, m, n, k), result, k);
    });

    [Fact]
    public void MatMul_lets_NaN_through_and_keeps_it_in_its_row()
    {
        var a = TestData.Normal(20 * 40, seed: 1);
        a[(7 * 40) + 5] = float.NaN;
        var result = Unset(20, 36);
        Multiply(a, false, TestData.Normal(40 * 36, seed: 2), false, 20, 36, 40, result, accumulate: false);

        var values = result.ToArray();
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(i / 36 == 7, float.IsNaN(values[i])));
    }

    private static (bool A, bool B)[] Transposes => [(false, false), (false, true), (true, false), (true, true)];

    private void Multiply(float[] a, bool transposeA, float[] b, bool transposeB, int m, int n, int k, Tensor result, bool accumulate) => Device.MatMul(
        transposeA ? Upload(a, k, m) : Upload(a, m, k),
        transposeA,
        transposeB ? Upload(b, n, k) : Upload(b, k, n),
        transposeB,
        result,
        accumulate);

    /// <summary>Elements are sums of k products of unit normals: rounding grows with √k of their size.</summary>
    private static void AssertProduct(double[] expected, Tensor result, int k) =>
        Close.To(expected, result.ToArray(), relative: 1e-5, ofLargest: 1e-6 * Math.Max(1, Math.Sqrt(k) / 8));
}
