namespace Tandem.Tensors.Tests;

/// <summary>Operations name the shapes that do not fit.</summary>
public sealed class OperationErrorTests
{
    [Fact]
    public void Binary_operators_name_both_shapes_and_what_would_fit()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)) + Tensor.Zeros(new Shape(3)));
        Assert.Contains("[3, 4]", error.Message);
        Assert.Contains("[3]", error.Message);
        Assert.Contains("row [4]", error.Message);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Matrix_products_name_shapes_that_do_not_fit(bool transposeA, bool transposeB)
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)).MatMul(Tensor.Zeros(new Shape(5, 2)), transposeA, transposeB));
        Assert.Contains("[3, 4]", error.Message);
        Assert.Contains("[5, 2]", error.Message);
    }

    [Fact]
    public void Tensors_on_different_devices_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Tensor.Zeros(new Shape(2, 2), new CpuDevice(threads: 1)) + Tensor.Zeros(new Shape(2, 2), new CpuDevice(threads: 2)));

        Assert.Contains("different devices", error.Message);
    }

    [Fact]
    public void A_missing_operand_is_refused_by_name()
    {
        using var scope = new TensorScope();
        var x = Tensor.Zeros(new Shape(3, 4));
        Assert.Throws<ArgumentNullException>("b", () => x + null!);
        Assert.Throws<ArgumentNullException>("a", () => null! * x);
        Assert.Throws<ArgumentNullException>("b", () => x.MatMul(null!));
        Assert.Throws<ArgumentNullException>("rows", () => x.Gather(null!));
        Assert.Throws<ArgumentNullException>("targets", () => x.ScatterRows(null!, 3));
    }

    [Fact]
    public void Gather_names_the_row_that_the_table_lacks()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)).Gather(Indices.From([0, 3])));
        Assert.Contains("row 3", error.Message);
        Assert.Contains("[3, 4]", error.Message);
        Assert.Contains("[12]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(12)).Gather(Indices.From([0, 3]))).Message);
    }

    [Fact]
    public void Concat_names_the_shapes()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<ArgumentException>(() => Tensor.Concat(Tensor.Zeros(new Shape(3, 4)), Tensor.Zeros(new Shape(2, 4))));
        Assert.Contains("[3, 4], [2, 4]", error.Message);
        Assert.Throws<ArgumentException>(() => Tensor.Concat());
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(3, 2)]
    [InlineData(0, -1)]
    [InlineData(1, int.MaxValue)]
    public void Columns_names_the_shape_that_lacks_them(int start, int count)
    {
        using var scope = new TensorScope();
        Assert.Contains("[3, 4]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)).Columns(start, count)).Message);
    }

    [Fact]
    public void ScatterRows_names_the_target_or_the_number_of_targets()
    {
        using var scope = new TensorScope();
        var rows = Tensor.Zeros(new Shape(3, 4));
        Assert.Contains("target 5", Assert.Throws<ArgumentException>(() => rows.ScatterRows(Indices.From([0, 5, 1]), rows: 5)).Message);
        Assert.Contains("2 targets", Assert.Throws<ArgumentException>(() => rows.ScatterRows(Indices.From([0, 1]), rows: 5)).Message);
    }

    [Fact]
    public void PairDots_names_the_shape_that_has_no_such_parts()
    {
        using var scope = new TensorScope();
        Assert.Contains("[3, 4]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)).PairDots(parts: 3)).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)).PairDots(parts: 0));
    }

    [Fact]
    public void Reshape_names_both_shapes()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 4)).Reshape(new Shape(5, 2)));
        Assert.Contains("[3, 4]", error.Message);
        Assert.Contains("[5, 2]", error.Message);
    }

    [Fact]
    public void The_in_batch_softmax_names_the_part_that_does_not_fit()
    {
        using var scope = new TensorScope();
        var problem = SoftmaxCase.Random(4, 6, 3, seed: 1).WithAllParts(seed: 2).Upload(Device.Current);
        Assert.Contains("same length", Message(problem with { Candidates = Tensor.Zeros(new Shape(6, 5)) }));
        Assert.Contains("pair weights", Message(problem with { PairWeights = Tensor.Zeros(new Shape(3)) }));
        Assert.Contains("column biases", Message(problem with { ColumnBias = Tensor.Zeros(new Shape(4)) }));
        Assert.Contains("row weights", Message(problem with { RowWeights = Tensor.Zeros(new Shape(6)) }));
        Assert.Contains("query rows", Message(problem with { PairQueries = Indices.From([0, 1, 2, 4]) }));
        Assert.Contains("empty batch", Message(problem with { Queries = Tensor.Zeros(new Shape(0, 3)) }));

        static string Message(InBatchSoftmaxProblem problem) => Assert.Throws<ArgumentException>(() => Tensor.InBatchSoftmax(problem)).Message;
    }

    [Fact]
    public void From_and_Item_name_the_shape()
    {
        Assert.Contains("[2, 2]", Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2f, 3f], new Shape(2, 2))).Message);
        using var tensor = Tensor.From(1f, 2f);
        Assert.Contains("[2]", Assert.Throws<InvalidOperationException>(() => tensor.Item()).Message);
    }
}
