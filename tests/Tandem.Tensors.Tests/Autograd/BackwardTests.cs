namespace Tandem.Tensors.Tests;

/// <summary>Where gradients go, how they add up, and what cannot be asked for.</summary>
public sealed class BackwardTests : IDisposable
{
    private readonly TensorScope _scope = new();

    /// <inheritdoc/>
    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Only_leaves_that_require_a_gradient_get_one()
    {
        var (weights, data) = (Leaf([2f, 3f], 2), Tensor.From(5f, 7f));
        var product = weights * data;
        product.Sum().Backward();

        Assert.Equal([5f, 7f], weights.Gradient!.Values.ToArray());
        Assert.Null(data.Gradient);
        Assert.Null(product.Gradient);
    }

    [Fact]
    public void A_second_backward_pass_adds_to_the_gradient_until_it_is_cleared()
    {
        var parameter = new Parameter("w", Tensor.From(2f, 3f));
        (3f * parameter.Value).Sum().Backward();
        (4f * parameter.Value).Sum().Backward();
        Assert.Equal([7f, 7f], parameter.Gradient!.Values.ToArray());

        parameter.ClearGradient();
        Assert.Null(parameter.Gradient);
    }

    [Fact]
    public void The_root_may_be_a_leaf_itself()
    {
        var leaf = Leaf([2f], 1);
        leaf.Backward();
        Assert.Equal([1f], leaf.Gradient!.Values.ToArray());
    }

    [Fact]
    public void Backward_from_a_tensor_with_several_elements_says_to_sum_it()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Leaf([1f, 2f], 2).Backward());
        Assert.Contains("[2]", error.Message);
        Assert.Contains("Sum", error.Message);
    }

    [Fact]
    public void Backward_without_a_parameter_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Tensor.From(1f, 2f).Sum().Backward());
        Assert.Contains("requires a gradient", error.Message);
    }

    [Fact]
    public void Inside_NoGradient_nothing_is_recorded()
    {
        var leaf = Leaf([1f, 2f], 2);
        using (new NoGradient())
        {
            using (new NoGradient())
            {
                Assert.False(leaf.Square().RequiresGradient);
            }

            Assert.False(leaf.Square().RequiresGradient);
        }

        Assert.True(leaf.Square().RequiresGradient);
    }

    [Fact]
    public void A_row_sparse_gradient_holds_each_touched_row_once()
    {
        var table = Leaf(TestData.Normal(12, seed: 1), 4, 3);
        var rows = Indices.From([2, 0, 2]);
        (table.Gather(rows) * Tensor.From([1f, 1f, 1f, 10f, 10f, 10f, 5f, 5f, 5f], new Shape(3, 3))).Sum().Backward();

        var gradient = table.Gradient!;
        Assert.Equal([2, 0], gradient.Rows!.ToArray());
        Assert.True(gradient.Rows.AreDistinct);
        Assert.Equal([6f, 6f, 6f, 10f, 10f, 10f], gradient.Values.ToArray());
        Assert.Equal([10f, 10f, 10f, 0f, 0f, 0f, 6f, 6f, 6f, 0f, 0f, 0f], gradient.ToDense().ToArray());
    }

    [Fact]
    public void Distinct_rows_keep_their_gradient_without_a_copy_and_stay_sparse()
    {
        var table = Leaf(TestData.Normal(12, seed: 1), 4, 3);
        var rows = Indices.From([3, 1], areDistinct: true);
        table.Gather(rows).Sum().Backward();
        Assert.Same(rows, table.Gradient!.Rows);
    }

    [Fact]
    public void A_table_that_is_looked_up_twice_gets_the_sum_of_both()
    {
        var table = Leaf(TestData.Normal(12, seed: 1), 4, 3);
        var (first, second) = (Indices.From([3, 1], areDistinct: true), Indices.From([1, 0, 1]));
        (table.Gather(first).Sum() + (2f * table.Gather(second).Sum())).Backward();

        Assert.NotNull(table.Gradient!.Rows);
        Assert.Equal([2f, 2f, 2f, 5f, 5f, 5f, 0f, 0f, 0f, 1f, 1f, 1f], table.Gradient.ToDense().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_table_that_is_looked_up_and_used_whole_gets_a_dense_gradient(bool lookUpFirst)
    {
        var table = Leaf(TestData.Normal(12, seed: 1), 4, 3);
        var found = 2f * table.Gather(Indices.From([1, 1])).Sum();
        (lookUpFirst ? found + table.Sum() : table.Sum() + found).Backward();

        Assert.Null(table.Gradient!.Rows);
        Assert.Equal([1f, 1f, 1f, 5f, 5f, 5f, 1f, 1f, 1f, 1f, 1f, 1f], table.Gradient.Values.ToArray());
    }

    [Fact]
    public void A_sparse_gradient_equals_the_dense_one_for_random_lookups()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (rows, weights) = (TestData.Rows(40, 15, seed), TestData.Normal(40 * 6, seed + 1));
            var (sparse, dense) = (Leaf(TestData.Normal(90, seed), 15, 6), Leaf(TestData.Normal(90, seed), 15, 6));
            var upstream = Tensor.From(weights, new Shape(40, 6));
            (sparse.Gather(Indices.From(rows)) * upstream).Sum().Backward();
            (OneHot(rows, 15).MatMul(dense) * upstream).Sum().Backward();
            Close.To(dense.Gradient!.Values.ToArray().ToDoubles(), sparse.Gradient!.ToDense().ToArray());
        }
    }

    private static Tensor OneHot(int[] rows, int tableRows)
    {
        var values = new float[rows.Length * tableRows];
        for (var i = 0; i < rows.Length; i++)
        {
            values[(i * tableRows) + rows[i]] = 1;
        }

        return Tensor.From(values, new Shape(rows.Length, tableRows));
    }

    private static Tensor Leaf(float[] values, params int[] extents) => new GradientCheck.Input(values, extents).ToLeaf();
}
