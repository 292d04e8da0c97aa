using Tandem.Tensors;

namespace Tandem.Tests;

public class ClippingTests
{
    [Fact]
    public void A_row_sparse_gradient_is_clipped_as_the_dense_one_is()
    {
        foreach (var optimizer in new Func<Optimizer>[]
        {
            () => new Sgd(0.1f) { ClipNorm = 0.3f }, () => new Sgd(0.1f) { GlobalClipNorm = 0.3f }, () => new Sgd(0.1f) { ClipValue = 0.2f },
        })
        {
            using var scope = new TensorScope();
            var (sparse, dense) = (Toy.Table("table", 4, 2), Toy.Table("table", 4, 2));
            Toy.Sparse(sparse, [2, 0], [1, -2, 3, 0.1f]);
            Toy.Dense(dense, [3, 0.1f, 0, 0, 1, -2, 0, 0]);
            optimizer().Step([sparse]);
            optimizer().Step([dense]);

            Assert.Equal(dense.Value.ToArray(), sparse.Value.ToArray());
        }
    }

    [Fact]
    public void A_gradient_shorter_than_the_norm_is_left_alone()
    {
        using var scope = new TensorScope();
        var (clipped, free) = (Toy.Table("table", 2, 2), Toy.Table("table", 2, 2));
        Toy.Dense(clipped, [0.1f, 0.2f, 0.1f, 0]);
        Toy.Dense(free, [0.1f, 0.2f, 0.1f, 0]);
        new Sgd(0.1f) { ClipNorm = 1 }.Step([clipped]);
        new Sgd(0.1f).Step([free]);

        Assert.Equal(free.Value.ToArray(), clipped.Value.ToArray());
    }

    [Fact]
    public void The_global_norm_is_that_of_all_gradients_together()
    {
        using var scope = new TensorScope();
        Parameter a = new("a", Tensor.Zeros(new Shape(1))), b = new("b", Tensor.Zeros(new Shape(1)));
        Toy.Dense(a, [3]);
        Toy.Dense(b, [4]);
        new Sgd(1f) { GlobalClipNorm = 1 }.Step([a, b]);

        Assert.Equal(-0.6f, a.Value.Item(), 1e-6f);
        Assert.Equal(-0.8f, b.Value.Item(), 1e-6f);
    }

    [Fact]
    public void Values_are_cut_to_the_limit_and_no_others_change()
    {
        using var scope = new TensorScope();
        var weights = new Parameter("weights", Tensor.Zeros(new Shape(4)));
        Toy.Dense(weights, [3, -4, 0.25f, -0.5f]);
        new Sgd(1f) { ClipValue = 0.5f }.Step([weights]);

        Assert.Equal([-0.5f, 0.5f, -0.25f, 0.5f], weights.Value.ToArray());
    }

    [Fact]
    public void Two_ways_of_clipping_at_once_are_refused()
    {
        using var scope = new TensorScope();
        var weights = new Parameter("weights", Tensor.Zeros(new Shape(1)));
        Toy.Dense(weights, [3]);

        var problem = Assert.Throws<InvalidOperationException>(() => new Sgd { ClipNorm = 1, ClipValue = 1 }.Step([weights]));
        Assert.Contains("ClipNorm and ClipValue", problem.Message);
    }

    [Fact]
    public void A_gradient_whose_squares_exceed_a_float_is_clipped_too()
    {
        using var scope = new TensorScope();
        var weights = new Parameter("weights", Tensor.Zeros(new Shape(2)));
        Toy.Dense(weights, [3e30f, -4e30f]);
        new Sgd(1f) { ClipNorm = 1 }.Step([weights]);

        GoldenValues.AssertClose([-0.6f, 0.8f], weights.Value.ToArray(), relative: 1e-6);
    }
}
