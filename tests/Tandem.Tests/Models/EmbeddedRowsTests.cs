using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class EmbeddedRowsTests
{
    [Fact]
    public void Batches_of_one_tower_are_joined_without_repeating_a_row()
    {
        using var scope = new TensorScope();
        var tower = FixedTower.Of("item", FixedTower.Random(5, 3, 1));
        var (first, second) = (Embed(tower, 3, 1, 3), Embed(tower, 1, 4, 4, 3));

        var joined = EmbeddedRows.Concat(first, second);

        Assert.Equal(7, joined.Count);
        Assert.Equal(3, joined.Rows.Shape[0]);
        Assert.Equal([.. first.ToTensor().ToArray(), .. second.ToTensor().ToArray()], joined.ToTensor().ToArray());
    }

    [Fact]
    public void Gradients_of_joined_rows_reach_each_tower()
    {
        using var scope = new TensorScope();
        var towers = new[] { FixedTower.Of("item", FixedTower.Random(5, 3, 1)), FixedTower.Of("item", FixedTower.Random(5, 3, 2)) };

        var joined = EmbeddedRows.Concat(Embed(towers[0], 3, 1, 3), Embed(towers[1], 3, 3), Embed(towers[0], 2));
        joined.ToTensor().Sum().Backward();

        Assert.Equal(6, joined.Count);
        Assert.Equal([0, 1, 1, 2, 0], Occurrences(towers[0]));
        Assert.Equal([0, 0, 0, 2, 0], Occurrences(towers[1]));
    }

    [Fact]
    public void Rows_of_different_dimensions_are_not_joined()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            EmbeddedRows.Concat(new EmbeddedRows(Tensor.Zeros(new Shape(2, 3))), new EmbeddedRows(Tensor.Zeros(new Shape(2, 4)))));

        Assert.Contains("[2, 4]", error.Message);
        Assert.Throws<ArgumentException>(() => EmbeddedRows.Concat());
    }

    private static EmbeddedRows Embed(Tower tower, params int[] ids) => tower.Embed(Table.FromColumns(FixedTower.Ids("item", ids)));

    /// <summary>The gradient of a sum of rows counts how often each id occurs in it.</summary>
    private static float[] Occurrences(Tower tower)
    {
        var feature = (IdFeature)tower.Features[0];
        var gradient = feature.Embedding.Gradient!.ToDense().ToArray();
        return [.. Enumerable.Range(0, 5).Select(id => gradient[feature.Lookup[id.ToString()] * 3])];
    }
}
