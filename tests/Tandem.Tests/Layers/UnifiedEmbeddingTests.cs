using Tandem.Tensors;

namespace Tandem.Tests.Layers;

public sealed class UnifiedEmbeddingTests
{
    private static readonly Table _rows = Table.FromColumns(
        Column.Of("genre", ["Drama", "Comedy", "Drama", "Drama"]), Column.Of("id", [7L, 8, 7, 7]));

    [Fact]
    public void Chunks_take_the_tables_in_turn_and_salts_of_feature_and_chunk()
    {
        var shared = new UnifiedEmbedding("shared", bucketsPerTable: 100, dimensionPerTable: 4, tables: 3);
        var (genre, id) = (shared.Add("genre", chunks: 2), shared.Add("id", chunks: 3));

        Assert.Equal((8, 12), (genre.Dimension, id.Dimension));
        Assert.Equal([0, 1, 2, 0, 1], genre.Chunks.Concat(id.Chunks).Select(chunk => shared.Tables.ToList().IndexOf(chunk.Layer)));
        Assert.Equal([(0ul, 0ul), (0, 1), (1, 0), (1, 1), (1, 2)], genre.Chunks.Concat(id.Chunks).Select(chunk => ((Hashing)chunk.Indexer).Salt!.Value));
        Assert.Equal(["shared_0/embedding", "shared_1/embedding", "shared_2/embedding"], shared.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void A_features_row_is_its_chunks_side_by_side()
    {
        var shared = new UnifiedEmbedding("shared", 50, 2, tables: 2);
        shared.Add("genre", 1);
        var id = shared.Add("id", 3);

        var embedded = Tower.Of(id).Embed(_rows);

        Assert.Equal([0, 1, 0, 0], embedded.RowOf.ToArray());
        float[] Chunk(int table, ulong chunk, string value)
        {
            var bucket = (int)(SipHash.Hash(value, (1, chunk)) % 50);
            return shared.Tables[table].Table.Value.ToArray()[(2 * bucket)..((2 * bucket) + 2)];
        }

        Assert.Equal(
            [.. Chunk(1, 0, "7"), .. Chunk(0, 1, "7"), .. Chunk(1, 2, "7"), .. Chunk(1, 0, "8"), .. Chunk(0, 1, "8"), .. Chunk(1, 2, "8")],
            embedded.Rows.ToArray());
    }

    [Fact]
    public void Gradients_of_all_features_meet_in_the_shared_table()
    {
        using var scope = new TensorScope();
        var shared = new UnifiedEmbedding("shared", 1, 2, tables: 1);
        var tower = Tower.Of(shared.Add("genre", 1), shared.Add("id", 2));
        tower.Embed(_rows).ToTensor().Sum().Backward();

        Assert.Equal([12f, 12], shared.Tables[0].Table.Gradient!.ToDense().ToArray());
        Assert.Equal([shared.Tables[0].Table], tower.Parameters.Distinct());
    }

    [Fact]
    public void An_embedding_made_again_of_its_parts_goes_on_where_it_was()
    {
        var shared = new UnifiedEmbedding("shared", 50, 2, tables: 3);
        shared.Add("genre", 2);
        var again = new UnifiedEmbedding(shared.Name, [.. shared.Tables], [.. shared.Features]);

        var (next, same) = (shared.Add("id", 2), again.Add("id", 2));

        Assert.Equal(Tower.Of(next).Embed(_rows).Rows.ToArray(), Tower.Of(same).Embed(_rows).Rows.ToArray());
    }

    [Fact]
    public void Sizes_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnifiedEmbedding("x", 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnifiedEmbedding("x", 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnifiedEmbedding("x", 1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnifiedEmbedding("x", 1, 1, 1).Add("a", 0));
    }
}
