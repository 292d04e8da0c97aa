using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class TowerTests
{
    private static readonly Table _table = Table.FromColumns(
        FixedTower.Ids("user", [2, 0, 2, 1, 0, 2]),
        FixedTower.Ids("place", [0, 1, 0, 0, 1, 1]),
        Column.Of("age", [1.0, 2, 3, 4, 5, 6]));

    [Fact]
    public void A_batch_embeds_each_distinct_id_once_and_knows_which_row_uses_which()
    {
        var rows = FixedTower.Random(3, 4, seed: 1);
        var embedded = FixedTower.Of("user", rows).Embed(_table);

        Assert.Equal(6, embedded.Count);
        Assert.Equal(new Shape(3, 4), embedded.Rows.Shape);
        Assert.Equal([0, 1, 0, 2, 1, 0], embedded.RowOf.ToArray());
        Assert.Equal([.. rows[2], .. rows[0], .. rows[2], .. rows[1], .. rows[0], .. rows[2]], embedded.ToTensor().ToArray());
    }

    [Fact]
    public void Rows_are_merged_when_all_ids_of_several_features_agree()
    {
        var tower = Tower.Of(Feature.Id("user", _table["user"], 2), Feature.Id("place", _table["place"], 3));

        var embedded = tower.Embed(_table);

        Assert.Equal(5, tower.Dimension);
        Assert.Equal([0, 1, 0, 2, 1, 3], embedded.RowOf.ToArray());
        Assert.Equal(new Shape(4, 5), embedded.Rows.Shape);
    }

    [Fact]
    public void A_number_keeps_rows_apart_and_stands_beside_the_embedding()
    {
        var tower = Tower.Of(Feature.Id("user", _table["user"], 2), Feature.Number("age"));

        var values = tower.Embed(_table).ToTensor().ToArray();

        Assert.Equal([1f, 2, 3, 4, 5, 6], values.Where((_, i) => i % 3 == 2));
    }

    [Fact]
    public void A_dense_layer_changes_the_dimension_and_adds_parameters()
    {
        var tower = Tower.Of(Feature.Id("user", _table["user"], 2)).WithDense(7, Activation.Relu);

        var outputs = tower.Embed(_table).ToTensor();

        Assert.Equal(7, tower.Dimension);
        Assert.Equal(new Shape(6, 7), outputs.Shape);
        Assert.All(outputs.ToArray(), value => Assert.True(value >= 0));
        Assert.Equal(["user/embedding", "user tower/dense_0/kernel", "user tower/dense_0/bias"], tower.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Layers_stand_on_each_other_in_the_order_they_were_added()
    {
        var tower = Tower.Of(Feature.Id("user", _table["user"], 4)).WithCross(2, projectionDimension: 2).WithDropout(0.5f).WithMlp(5, 3).WithUnitNormalization();

        using var noGradient = new NoGradient();
        var rows = tower.Embed(_table).ToTensor();

        Assert.Equal(3, tower.Dimension);
        Assert.Equal(new Shape(6, 3), rows.Shape);
        Assert.All(rows.ToArray().Chunk(3), row => Assert.Equal(1, row.Sum(value => value * value), 1e-5f));
        Assert.Equal(["user tower/cross_0", "user tower/dropout_1", "user tower/mlp_2", "user tower/unit_3"], tower.Layers.Select(layer => layer.Name));
        Assert.Equal(["user tower/dropout_1/calls"], tower.Buffers.Select(buffer => buffer.Key));
    }

    [Fact]
    public void A_layer_for_rows_of_another_length_is_refused()
    {
        var tower = Tower.Of(Feature.Id("user", _table["user"], 4));

        var error = Assert.Throws<ArgumentException>(() => tower.With(new Dense("top", inputs: 5, units: 2)));

        Assert.Contains("top", error.Message);
        Assert.Contains("inputs: 4", error.Message);
    }

    [Fact]
    public void With_dropout_each_row_of_a_training_batch_is_dropped_on_its_own_and_evaluation_merges()
    {
        var tower = FixedTower.Of("user", [[.. Enumerable.Repeat(1f, 50)], [.. Enumerable.Repeat(2f, 50)]]).WithDropout(0.5f).WithDense(4);
        var table = Table.FromColumns(FixedTower.Ids("user", [0, 1, 0, 0]));

        var training = tower.Embed(table);
        using var noGradient = new NoGradient();
        var evaluated = tower.Embed(table);

        Assert.Equal([0, 1, 2, 3], training.RowOf.ToArray());
        var rows = training.ToTensor().ToArray().Chunk(4).ToArray();
        Assert.NotEqual(rows[0], rows[2]);
        Assert.NotEqual(rows[2], rows[3]);
        Assert.Equal([0, 1, 0, 0], evaluated.RowOf.ToArray());
    }

    [Fact]
    public void With_batch_normalization_a_repeated_row_counts_as_often_as_it_occurs()
    {
        float[][] rows = [[1f, 10], [4f, -2], [0f, 3]];
        int[] ids = [2, 0, 2, 1, 0, 2];
        var table = Table.FromColumns(FixedTower.Ids("user", ids));
        var tower = FixedTower.Of("user", rows).With(new BatchNormalization("norm", 2));

        var embedded = tower.Embed(table).ToTensor().ToArray();

        var unmerged = new BatchNormalization("norm", 2).Apply(Tensor.From(ids.Select(id => rows[id]).ToArray().Flatten(), new Shape(6, 2)), training: true);
        Assert.Equal(unmerged.ToArray(), embedded);
    }

    [Fact]
    public void Ids_outside_the_vocabulary_share_the_row_for_unknown_ids()
    {
        var tower = Tower.Of(Feature.Id("user", FixedTower.Ids("user", [0, 1]), 4));

        var embedded = tower.Embed(Table.FromColumns(FixedTower.Ids("user", [7, 8, 1])));

        Assert.Equal([0, 0, 1], embedded.RowOf.ToArray());
    }

    [Fact]
    public void Two_towers_with_the_same_seed_start_from_different_weights()
    {
        var users = Tower.Of(Feature.Id("user", _table["user"], 8));
        var places = Tower.Of(Feature.Id("place", _table["user"], 8));
        var again = Tower.Of(Feature.Id("user", _table["user"], 8));

        Assert.NotEqual(Weights(users), Weights(places));
        Assert.Equal(Weights(users), Weights(again));
        Assert.All(Weights(users), weight => Assert.InRange(weight, -0.05f, 0.05f));
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        var tower = Tower.Of(Feature.Id("film", _table["user"], 2));

        var error = Assert.ThrowsAny<Exception>(() => tower.Embed(_table));

        Assert.Contains("film", error.Message);
        Assert.Contains("user", error.Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_feature_that_is_not_a_finite_number_is_named_with_its_row(double value)
    {
        var tower = Tower.Of(Feature.Number("age"));

        var error = Assert.Throws<InvalidDataException>(() => tower.Embed(Table.FromColumns(Column.Of("age", [1.0, value]))));

        Assert.Contains("\"age\", row 1", error.Message);
    }

    [Fact]
    public void A_tower_without_features_is_refused() => Assert.Throws<ArgumentException>(() => Tower.Of());

    private static float[] Weights(Tower tower) => tower.Parameters.First().Value.ToArray();
}
