namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Rows, inputs and units of a layer; the last are one that is multiplied in parts of its inputs.</summary>
    public static TheoryData<int, int, int> LayerShapes => new()
    {
        { 1, 1, 1 }, { 0, 3, 5 }, { 5, 0, 3 }, { 7, 3, 33 }, { 100, 64, 256 }, { 257, 33, 1 }, { 300, 17, 70 }, { 40, 2000, 60 },
    };

    [Theory]
    [MemberData(nameof(LayerShapes))]
    public void Dense_is_a_product_a_bias_and_a_relu(int m, int k, int n)
    {
        var (rows, kernel, bias) = (TestData.Normal(m * k, seed: 1), TestData.Normal(k * n, seed: 2), TestData.Normal(n, seed: 3));
        var product = ReferenceKernels.MatMul(rows, false, kernel, false, m, n, k);
        foreach (var (withBias, relu) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var result = Unset(m, n);
            Device.Dense(Upload(rows, m, k), Upload(kernel, k, n), withBias ? Upload(bias, n) : null, relu, result);
            var sums = product.Select((value, i) => value + (withBias ? bias[i % n] : 0));
            Close.To([.. relu ? sums.Select(value => Math.Max(0, value)) : sums], result.ToArray(), ofLargest: 4e-6, largestTerm: Math.Sqrt(k));
        }
    }

    [Fact]
    public void Dense_passes_NaN_through_relu()
    {
        var result = Unset(1, 2);
        Device.Dense(Upload([float.NaN], 1, 1), Upload([1f, 1f], 1, 2), null, relu: true, result);
        Assert.All(result.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(MatrixShapes))]
    public void Dense_gradient_passes_where_outputs_are_positive_and_is_summed(int m, int n)
    {
        var (outputs, gradient) = (TestData.Integers(m * n, seed: 1), TestData.Normal(m * n, seed: 2));
        var passed = gradient.Zip(outputs, (g, y) => y > 0 ? g : 0).ToArray();
        var (result, sums, own) = (Unset(m, n), Unset(n), Upload(gradient, m, n));
        Device.DenseGradient(Upload(outputs, m, n), Upload(gradient, m, n), result, sums);
        Close.SameBits(passed, result.ToArray());
        Close.To(ReferenceKernels.SumRows(passed, n), sums.ToArray(), ofLargest: 2e-6, largestTerm: Math.Sqrt(m));

        Device.DenseGradient(null, own, own, sums);
        Close.SameBits(gradient, own.ToArray());
        Close.To(ReferenceKernels.SumRows(gradient, n), sums.ToArray(), ofLargest: 2e-6, largestTerm: Math.Sqrt(m));

        Device.DenseGradient(Upload(outputs, m, n), own, own, sums);
        Close.SameBits(passed, own.ToArray());
    }

    [Theory]
    [MemberData(nameof(MatrixShapes))]
    public void Active_columns_are_those_with_anything_but_zeros(int m, int n)
    {
        var (x, expected) = (new float[m * n], new bool[n]);
        var random = new Random(3);
        for (var column = 0; column < n && m > 0; column += 1 + random.Next(3))
        {
            x[(random.Next(m) * n) + column] = column % 5 == 0 ? float.NaN : -1e-40f;
            expected[column] = true;
        }

        var active = new bool[n];
        Device.ActiveColumns(Upload(x, m, n), active);
        Assert.Equal(expected, active);
    }

    [Theory]
    [MemberData(nameof(MatrixShapes))]
    public void Columns_are_gathered_and_put_back(int m, int n)
    {
        var x = TestData.Normal(m * n, seed: 1);
        var columns = TestData.DistinctRows(n / 2, n, seed: 2);
        var (gathered, back) = (Unset(m, columns.Length), Tensor.Zeros(new Shape(m, n), Device));
        Device.GatherColumns(Upload(x, m, n), Upload(columns), gathered);
        Device.ScatterColumns(gathered, Upload(columns, areDistinct: true), back);
        Close.SameBits([.. Enumerable.Range(0, m).SelectMany(row => columns.Select(column => x[(row * n) + column]))], gathered.ToArray());
        Close.SameBits([.. x.Select((value, i) => columns.Contains(i % n) ? value : 0)], back.ToArray());
    }
}
