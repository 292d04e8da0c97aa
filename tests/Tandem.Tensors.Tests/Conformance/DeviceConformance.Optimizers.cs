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

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Momentum_adds_up_steps(int d)
    {
        foreach (var nesterov in new[] { false, true })
        {
            var run = new OptimizerRun(Device, 40, d, slots: [0]);
            run.Steps(
                (weights, slots, gradient) => Device.Momentum(weights, slots[0], gradient, null, 0.05f, 0.9f, nesterov),
                (weights, slots, gradient) => ReferenceKernels.Momentum(weights, slots[0], gradient, 0.05f, 0.9f, nesterov));
        }
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Row_wise_Adagrad_divides_a_row_by_one_root(int d)
    {
        var (weights, expected) = (Upload(TestData.Normal(40 * d, seed: 1), 40, d), TestData.Normal(40 * d, seed: 1).ToDoubles());
        var (accumulator, sums) = (Tensor.Full(new Shape(40), 0.1f, Device), Enumerable.Repeat((double)0.1f, 40).ToArray());
        for (var step = 0; step < 3; step++)
        {
            var gradient = TestData.Normal(40 * d, seed: 10 + step);
            Device.RowWiseAdagrad(weights, accumulator, Upload(gradient, 40, d), null, 0.05f, 1e-8f);
            expected = ReferenceKernels.RowWiseAdagrad(expected, sums, gradient.ToDoubles(), 0.05f, 1e-8f);
        }

        Close.To(expected, weights.ToArray());
        Close.To(sums, accumulator.ToArray());
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Clippy_Adagrad_shrinks_steps_to_their_limits(int d)
    {
        foreach (var accumulation in Enum.GetValues<ClippyAccumulation>())
        {
            var rule = new ClippyAdagradRule(0.3f, 1e-7f, 0.1f, 0.01f, 1e-3f, accumulation);
            var run = new OptimizerRun(Device, 40, d, slots: [0.1f]);
            run.Steps(
                (weights, slots, gradient) => run.Factor = Device.ClippyAdagrad(weights, slots[0], gradient, null, rule),
                (weights, slots, gradient) =>
                {
                    var (updated, factor) = ReferenceKernels.ClippyAdagrad(weights, slots[0], gradient, rule);
                    Close.To(factor, run.Factor);
                    return updated;
                });
        }
    }

    [Fact]
    public void Clippy_Adagrad_leaves_short_steps_as_they_are()
    {
        var rule = new ClippyAdagradRule(0.3f, 1e-7f, 0.1f, 0, 10f, ClippyAccumulation.AfterStep);
        Assert.Equal(1f, Device.ClippyAdagrad(Upload([1f, 0f], 2), Upload([0.1f, 0.1f], 2), Upload([0.5f, 0f], 2), null, rule));
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void RmsProp_divides_by_the_root_of_averaged_squares(int d)
    {
        foreach (var (centered, momentum) in new[] { (false, 0f), (true, 0f), (false, 0.5f), (true, 0.5f) })
        {
            var run = new OptimizerRun(Device, 40, d, slots: [1f, .. centered ? [0f] : Array.Empty<float>(), .. momentum > 0 ? [0f] : Array.Empty<float>()]);
            T? Mean<T>(T[] slots)
                where T : class => centered ? slots[1] : null;
            T? Last<T>(T[] slots)
                where T : class => momentum > 0 ? slots[^1] : null;
            run.Steps(
                (weights, slots, gradient) => Device.RmsProp(weights, slots[0], Mean(slots), Last(slots), gradient, null, 0.05f, 0.9, momentum, 1e-7f),
                (weights, slots, gradient) => ReferenceKernels.RmsProp(weights, slots[0], Mean(slots), Last(slots), gradient, 0.05f, 0.9, momentum, 1e-7f));
        }
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Ftrl_follows_the_regularised_leader(int d)
    {
        foreach (var rule in new[] { new FtrlRule(0.1f, 0.5f, 0.2f, 0.02f, 0, 0), new FtrlRule(0.1f, 0.7f, 0.2f, 0.02f, 0.03f, 0.5f), new FtrlRule(0.1f, 0, 0, 0, 0, 0) })
        {
            var run = new OptimizerRun(Device, 40, d, slots: [0.1f, 0]);
            run.Steps(
                (weights, slots, gradient) => Device.Ftrl(weights, slots[0], slots[1], gradient, null, rule),
                (weights, slots, gradient) => ReferenceKernels.Ftrl(weights, slots[0], slots[1], gradient, rule));
        }
    }

    [Fact]
    public void Ftrl_leaves_a_weight_that_never_had_a_gradient()
    {
        var (weights, accumulator, linear) = (Upload([0.5f, 0.5f], 2), Upload([0f, 0f], 2), Upload([0f, 0f], 2));
        Device.Ftrl(weights, accumulator, linear, Upload([0f, 1f], 2), null, new FtrlRule(0.1f, 0.5f, 0, 0, 0, 0));
        Assert.Equal(0.5f, weights.ToArray()[0]);
        Assert.NotEqual(0.5f, weights.ToArray()[1]);
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
    public void Sparse_updates_of_rules_without_momentum_leave_the_other_rows_as_they_are()
    {
        var (start, rows) = (TestData.Uniform(50 * 33, seed: 1, 0.1, 1), TestData.DistinctRows(20, 50, seed: 2));
        var (touched, gradient) = (Upload(rows, areDistinct: true), Tensor.Full(new Shape(20, 33), 1f, Device));
        var (weights, accumulator, linear) = (Upload(start, 50, 33), Upload(start, 50, 33), Upload(start, 50, 33));
        var sums = Tensor.Full(new Shape(50), 0.1f, Device);
        Device.Sgd(weights, gradient, touched, 0.1f);
        Device.Adagrad(weights, accumulator, gradient, touched, 0.1f, 1e-7f);
        Device.RowWiseAdagrad(weights, sums, gradient, touched, 0.1f, 1e-7f);
        Device.Ftrl(weights, accumulator, linear, gradient, touched, new FtrlRule(0.1f, 0.5f, 0.1f, 0.1f, 0.1f, 0));
        Device.ClippyAdagrad(weights, accumulator, gradient, touched, new ClippyAdagradRule(0.1f, 1e-7f, 0.1f, 0, 1e-7f, ClippyAccumulation.AfterStep));

        foreach (var row in Enumerable.Range(0, 50).Except(rows))
        {
            var untouched = start[(row * 33)..((row + 1) * 33)];
            Assert.All(new[] { weights, accumulator, linear }, table => Close.SameBits(untouched, table.ToArray()[(row * 33)..((row + 1) * 33)]));
            Assert.Equal(0.1f, sums.ToArray()[row]);
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
        private readonly Tensor _momentum = Table(device, rows, d, seed: 15);
        private readonly Tensor _velocity = Table(device, rows, d, seed: 16);
        private readonly Tensor _rowWise = Table(device, rows, d, seed: 17);
        private readonly Tensor _rowSums = Tensor.Full(new Shape(rows), 0.1f, device);
        private readonly Tensor _clippy = Table(device, rows, d, seed: 18);
        private readonly Tensor _clippySums = Tensor.Full(new Shape(rows, d), 0.1f, device);
        private readonly Tensor _rms = Table(device, rows, d, seed: 19);
        private readonly Tensor _squares = Tensor.Full(new Shape(rows, d), 3f, device);
        private readonly Tensor _means = Tensor.Full(new Shape(rows, d), 0.2f, device);
        private readonly Tensor _steps = Table(device, rows, d, seed: 20);

        public void Step(Tensor gradient, Indices? touched)
        {
            device.Sgd(_sgd, gradient, touched, 0.1f);
            device.Adagrad(_adagrad, _accumulator, gradient, touched, 0.1f, 1e-7f);
            device.Adam(_adam, _moment, _variance, gradient, touched, 0.01f, 0.9, 0.999, 1e-7f);
            device.Momentum(_momentum, _velocity, gradient, touched, 0.1f, 0.9f, nesterov: true);
            device.RowWiseAdagrad(_rowWise, _rowSums, gradient, touched, 0.1f, 1e-7f);
            device.ClippyAdagrad(_clippy, _clippySums, gradient, touched, new ClippyAdagradRule(0.1f, 1e-7f, 0.1f, 0, 1e-7f, ClippyAccumulation.AfterStep));
            device.RmsProp(_rms, _squares, _means, _steps, gradient, touched, 0.1f, 0.9, 0.5f, 1e-7f);
        }

        public IEnumerable<float[]> Arrays() => new[]
        {
            _sgd, _adagrad, _accumulator, _adam, _moment, _variance, _momentum, _velocity, _rowWise, _rowSums, _clippy, _clippySums, _rms, _squares, _means, _steps,
        }.Select(tensor => tensor.ToArray());

        private static Tensor Table(IDevice device, int rows, int d, int seed) =>
            Tensor.From(TestData.Normal(rows * d, seed), new Shape(rows, d), device);
    }

    /// <summary>Three steps of a table on the device and in float64, with the tensors that the rule keeps.</summary>
    private sealed class OptimizerRun(IDevice device, int rows, int d, float[] slots)
    {
        private readonly Shape _shape = new(rows, d);

        public float Factor { get; set; }

        public void Steps(Action<Tensor, Tensor[], Tensor> update, Func<double[], double[][], double[], double[]> reference)
        {
            var start = TestData.Normal(_shape.Count, seed: 1);
            var (weights, expected) = (Tensor.From(start, _shape, device), start.ToDoubles());
            var kept = Array.ConvertAll(slots, initial => Tensor.Full(_shape, initial, device));
            var expectedKept = Array.ConvertAll(slots, initial => Enumerable.Repeat((double)initial, _shape.Count).ToArray());
            for (var step = 0; step < 3; step++)
            {
                var gradient = TestData.Normal(_shape.Count, seed: 10 + step);
                update(weights, kept, Tensor.From(gradient, _shape, device));
                expected = reference(expected, expectedKept, gradient.ToDoubles());
                Close.To(expected, weights.ToArray());
            }

            Assert.All(expectedKept.Zip(kept), pair => Close.To(pair.First, pair.Second.ToArray()));
        }
    }
}
