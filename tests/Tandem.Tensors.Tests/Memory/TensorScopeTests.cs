namespace Tandem.Tensors.Tests;

/// <summary>Who frees what, and when.</summary>
public sealed class TensorScopeTests
{
    private readonly CpuDevice _device = new(threads: 1);

    [Fact]
    public void Closing_a_scope_frees_what_was_allocated_in_it()
    {
        Tensor tensor;
        Indices indices;
        using (new TensorScope())
        {
            tensor = Tensor.Zeros(new Shape(3), _device);
            indices = Indices.From([1, 2], device: _device);
            Assert.Equal(2, _device.LiveStorages);
        }

        Assert.Equal(0, _device.LiveStorages);
        Assert.Contains("TensorScope.Keep", Assert.Throws<ObjectDisposedException>(() => tensor.ToArray()).Message);
        Assert.Contains("TensorScope.Keep", Assert.Throws<ObjectDisposedException>(() => indices.ToArray()).Message);
        Assert.Contains("freed", tensor.ToString());
    }

    [Fact]
    public void An_inner_scope_frees_its_own_tensors_only()
    {
        using var outer = new TensorScope();
        var early = Tensor.Full(new Shape(1), 4f, _device);
        using (new TensorScope())
        {
            _ = Tensor.Zeros(new Shape(3), _device);
        }

        var late = Tensor.Full(new Shape(1), 5f, _device);
        Assert.Equal(2, _device.LiveStorages);
        Assert.Equal(9f, early.Item() + late.Item());
    }

    [Fact]
    public void Return_hands_a_tensor_to_the_enclosing_scope()
    {
        using (new TensorScope())
        {
            Tensor returned;
            using (var inner = new TensorScope())
            {
                returned = inner.Return(Tensor.Full(new Shape(1), 4f, _device));
                _ = Tensor.Zeros(new Shape(1), _device);
            }

            Assert.Equal(4f, returned.Item());
            Assert.Equal(1, _device.LiveStorages);
        }

        Assert.Equal(0, _device.LiveStorages);
    }

    [Fact]
    public void Keep_takes_a_tensor_out_of_every_scope()
    {
        Tensor kept;
        using (new TensorScope())
        {
            kept = Tensor.Full(new Shape(1), 4f, _device);
            using (new TensorScope())
            {
                Assert.Same(kept, TensorScope.Keep(kept));
            }
        }

        Assert.Equal(4f, kept.Item());
        kept.Dispose();
        Assert.Equal(0, _device.LiveStorages);
    }

    [Fact]
    public void Disposing_twice_frees_once()
    {
        using (new TensorScope())
        {
            var tensor = Tensor.Zeros(new Shape(3), _device);
            tensor.Dispose();
            tensor.Dispose();
            Assert.Equal(0, _device.LiveStorages);
        }

        Assert.Equal(0, _device.LiveStorages);
    }

    [Fact]
    public void Closing_an_outer_scope_before_an_inner_one_is_an_error()
    {
        var outer = new TensorScope();
        var inner = new TensorScope();
        Assert.Contains("out of order", Assert.Throws<InvalidOperationException>(outer.Dispose).Message);
        inner.Dispose();
        outer.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Scopes_of_two_threads_do_not_meet()
    {
        using var scope = new TensorScope();
        Tensor? other = null;
        var thread = new Thread(() => other = Tensor.Full(new Shape(1), 2f, _device));
        thread.Start();
        thread.Join();
        scope.Dispose();
        Assert.Equal(2f, other!.Item());
        other.Dispose();
    }

    [Fact]
    public void A_training_step_leaves_its_parameters_and_nothing_else()
    {
        Tensor Weights(int seed, params int[] extents) => Tensor.From(TestData.Normal(new Shape(extents).Count, seed), new Shape(extents), _device);
        var (table, kernel) = (new Parameter("table", Weights(1, 50, 8)), new Parameter("kernel", Weights(2, 8, 8)));
        var accumulator = Tensor.Full(table.Value.Shape, 0.1f, _device);
        var before = _device.LiveStorages;
        for (var step = 0; step < 3; step++)
        {
            using var scope = new TensorScope();
            var rows = Indices.From(TestData.Rows(30, 50, seed: step), device: _device);
            var queries = table.Value.Gather(rows).MatMul(kernel.Value).Tanh();
            var pairs = Indices.From([.. Enumerable.Range(0, 30)], areDistinct: true, _device);
            var loss = Tensor.InBatchSoftmax(new InBatchSoftmaxProblem
            {
                Queries = queries,
                Candidates = table.Value.Gather(rows),
                PairQueries = pairs,
                PairCandidates = pairs,
            });
            loss.Backward();
            _device.Adagrad(table.Value, accumulator, table.Gradient!.Values, table.Gradient.Rows, 0.1f, 1e-7f);
            _device.Sgd(kernel.Value, kernel.Gradient!.Values, null, 0.1f);
            table.ClearGradient();
            kernel.ClearGradient();
        }

        Assert.Equal(before, _device.LiveStorages);
        Assert.True(_device.AllFinite(table.Value));
    }
}
