namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Sgd_steps_against_the_gradient(int d)
    {
        var (weights, gradient) = (TestData.Normal(40 * d, seed: 1), TestData.Normal(40 * d, seed: 2));
        var updated = Upload(weights, 40, d);
        Device.Sgd(updated, Upload(gradient, 40, d), null, 0.1f);
        Close.To([.. weights.Zip(gradient, (w, g) => w - (0.1 * g))], updated.ToArray(), relative: 1e-6, ofLargest: 1e-7);
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Adagrad_divides_by_the_root_of_the_summed_squares(int d)
    {
        var count = 40 * d;
        var (start, weights) = (TestData.Normal(count, seed: 1), Upload(TestData.Normal(count, seed: 1), 40, d));
        var accumulator = Tensor.Full(weights.Shape, 0.1f, Device);
        var (expected, sum) = (start.ToDoubles(), Enumerable.Repeat(0.1, count).ToArray());
        for (var step = 0; step < 3; step++)
        {
            var gradient = TestData.Normal(count, seed: 10 + step);
            Device.Adagrad(weights, accumulator, Upload(gradient, 40, d), null, 0.05f, 1e-7f);
            expected = ReferenceKernels.Adagrad(expected, sum, gradient.ToDoubles(), 0.05, 1e-7);
        }

        Close.To(expected, weights.ToArray());
        Close.To(sum, accumulator.ToArray());
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Adam_follows_both_moments(int d)
    {
        var count = 40 * d;
        var (start, weights) = (TestData.Normal(count, seed: 1), Upload(TestData.Normal(count, seed: 1), 40, d));
        var (moment, variance) = (Tensor.Zeros(weights.Shape, Device), Tensor.Zeros(weights.Shape, Device));
        var (expected, first, second) = (start.ToDoubles(), new double[count], new double[count]);
        for (var step = 0; step < 3; step++)
        {
            var gradient = TestData.Normal(count, seed: 10 + step);
            Device.Adam(weights, moment, variance, Upload(gradient, 40, d), null, 0.05f, 0.9, 0.999, 1e-7f);
            expected = ReferenceKernels.Adam(expected, first, second, gradient.ToDoubles(), 0.05f, 0.9, 0.999, 1e-7f);
        }

        Close.To(expected, weights.ToArray());
        Close.To(first, moment.ToArray());
        Close.To(second, variance.ToArray());
    }

    /// <summary>The sparse update of some rows is, bit by bit, the dense one with zeros in the other rows.</summary>
    [Theory]
    [MemberData(nameof(RowLengths))]
    public void A_row_sparse_update_equals_the_dense_one(int d)
    {
        foreach (var count in new[] { 0, 1, 33 })
        {
            var rows = TestData.DistinctRows(count, 50, seed: 1);
            var values = TestData.Normal(count * d, seed: 2);
            var (sparse, dense) = (new OptimizerState(Device, 50, d), new OptimizerState(Device, 50, d));
            sparse.Step(Upload(values, count, d), Upload(rows, areDistinct: true));
            dense.Step(Upload(Dense(values, rows, 50, d), 50, d), null);

            Assert.All(sparse.Arrays().Zip(dense.Arrays()), pair => Close.SameBits(pair.Second, pair.First));
        }
    }

    [Fact]
    public void Sparse_Adagrad_and_Sgd_leave_the_other_rows_as_they_are()
    {
        var (start, rows) = (TestData.Normal(50 * 33, seed: 1), TestData.DistinctRows(20, 50, seed: 2));
        var (weights, accumulator) = (Upload(start, 50, 33), Upload(start, 50, 33));
        Device.Sgd(weights, Tensor.Full(new Shape(20, 33), 1f, Device), Upload(rows, areDistinct: true), 0.1f);
        Device.Adagrad(weights, accumulator, Tensor.Full(new Shape(20, 33), 1f, Device), Upload(rows, areDistinct: true), 0.1f, 1e-7f);

        foreach (var row in Enumerable.Range(0, 50).Except(rows))
        {
            Close.SameBits(start[(row * 33)..((row + 1) * 33)], weights.ToArray()[(row * 33)..((row + 1) * 33)]);
            Close.SameBits(start[(row * 33)..((row + 1) * 33)], accumulator.ToArray()[(row * 33)..((row + 1) * 33)]);
        }
    }

    private static float[] Dense(float[] values, int[] rows, int tableRows, int d)
    {
        var dense = new float[tableRows * d];
        for (var i = 0; i < values.Length; i++)
        {
            dense[(rows[i / d] * d) + (i % d)] = values[i];
        }

        return dense;
    }

    /// <summary>The same table under each optimiser.</summary>
    private sealed class OptimizerState(IDevice device, int rows, int d)
    {
        private readonly Tensor _sgd = Table(device, rows, d, seed: 11);
        private readonly Tensor _adagrad = Table(device, rows, d, seed: 12);
        private readonly Tensor _accumulator = Tensor.Full(new Shape(rows, d), 0.1f, device);
        private readonly Tensor _adam = Table(device, rows, d, seed: 13);
        private readonly Tensor _moment = Table(device, rows, d, seed: 14);
        private readonly Tensor _variance = Tensor.Full(new Shape(rows, d), 0.3f, device);

        public void Step(Tensor gradient, Indices? touched)
        {
            device.Sgd(_sgd, gradient, touched, 0.1f);
            device.Adagrad(_adagrad, _accumulator, gradient, touched, 0.1f, 1e-7f);
            device.Adam(_adam, _moment, _variance, gradient, touched, 0.01f, 0.9, 0.999, 1e-7f);
        }

        public IEnumerable<float[]> Arrays() => new[] { _sgd, _adagrad, _accumulator, _adam, _moment, _variance }.Select(tensor => tensor.ToArray());

        private static Tensor Table(IDevice device, int rows, int d, int seed) =>
            Tensor.From(TestData.Normal(rows * d, seed), new Shape(rows, d), device);
    }
}
