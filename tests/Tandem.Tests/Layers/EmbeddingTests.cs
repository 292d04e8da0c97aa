using Tandem.Tensors;

namespace Tandem.Tests.Layers;

public sealed class EmbeddingTests
{
    private static readonly float[] _values = [0, 0, 1, 10, 2, 20, 3, 30];

    [Fact]
    public void Rows_start_uniform_on_a_twentieth_and_depend_on_name_and_seed()
    {
        var rows = new Embedding("film", 50, 8).Table.Value.ToArray();

        Assert.All(rows, value => Assert.InRange(value, -0.05f, 0.05f));
        Assert.InRange(rows.Max(), 0.045f, 0.05f);
        Assert.Equal(rows, new Embedding("film", 50, 8).Table.Value.ToArray());
        Assert.NotEqual(rows, new Embedding("user", 50, 8).Table.Value.ToArray());
        Assert.NotEqual(rows, new Embedding("film", 50, 8, seed: 1).Table.Value.ToArray());
        Assert.Equal("film/embedding", new Embedding("film", 50, 8).Table.Name);
    }

    [Fact]
    public void Single_ids_give_their_rows()
    {
        Assert.Equal([3f, 30, 0, 0, 3, 30], Layer().Apply(3, 0, 3).ToArray());
    }

    [Theory]
    [InlineData(Pooling.Sum, new float[] { 6, 60, 0, 0, 2, 20 })]
    [InlineData(Pooling.Mean, new float[] { 2, 20, 0, 0, 2, 20 })]
    [InlineData(Pooling.SqrtN, new float[] { 3.4641016f, 34.641016f, 0, 0, 2, 20 })]
    public void Bags_are_pooled_without_their_padding_and_an_empty_one_gives_zeros(Pooling pooling, float[] expected)
    {
        var bags = Bags.Of([1, 2, 0, 3, 0], [0, 0], [2]);
        GoldenValues.AssertClose(expected, Layer(paddingId: 0).Apply(bags, pooling).ToArray(), 1e-6);
    }

    [Fact]
    public void Weights_follow_the_definitions_of_embedding_lookup_sparse()
    {
        var bags = new Bags([0, 2, 3], [1, 3, 2], [3f, 1, 0]);
        Assert.Equal([6f, 60, 0, 0], Layer().Apply(bags, Pooling.Sum).ToArray());
        Assert.Equal([1.5f, 15, 0, 0], Layer().Apply(bags).ToArray());
        GoldenValues.AssertClose([6 / MathF.Sqrt(10), 60 / MathF.Sqrt(10), 0, 0], Layer().Apply(bags, Pooling.SqrtN).ToArray(), 1e-6);
    }

    [Fact]
    public void Only_rows_that_were_looked_up_get_a_gradient_and_the_padding_never_does()
    {
        using var scope = new TensorScope();
        var layer = Layer(paddingId: 0);
        (layer.Apply(Bags.Of([1, 0], [3, 1])).Sum() + layer.Apply(3).Sum()).Backward();

        Assert.Equal([1, 3], layer.Table.Gradient!.Rows!.ToArray().Order());
        Assert.Equal([0f, 0, 1.5f, 1.5f, 0, 0, 1.5f, 1.5f], layer.Table.Gradient.ToDense().ToArray());
    }

    [Fact]
    public void An_id_outside_the_table_is_named_with_its_place()
    {
        Assert.Contains("Position 1: id 4 is outside film/embedding, whose ids are 0 to 3", Assert.Throws<ArgumentException>(() => Layer().Apply(0, 4)).Message);
        Assert.Contains("Position 0: id -1", Assert.Throws<ArgumentException>(() => Layer().Apply(-1)).Message);
        Assert.Contains("Bag 2, position 1: id 9 is outside film/embedding", Assert.Throws<ArgumentException>(() => Layer().Apply(Bags.Of([0], [], [1, 9]))).Message);
    }

    [Fact]
    public void Sizes_and_paddings_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Embedding("", 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding("x", 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding("x", 2, 0));
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding("x", 2, 2, paddingId: 2)).Message);
        Assert.Throws<ArgumentException>(() => new Embedding(new Parameter("x", Tensor.Zeros(new Shape(3)))));
    }

    private static Embedding Layer(int? paddingId = null) => new(new Parameter("film/embedding", Tensor.From(_values, new Shape(4, 2))), paddingId);
}
