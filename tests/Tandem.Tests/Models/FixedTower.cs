using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Towers whose embeddings a test chooses: id "0" has row 0 of the values, and so on.</summary>
internal static class FixedTower
{
    public static Tower Of(string column, float[][] rows)
    {
        var ids = Enumerable.Range(0, rows.Length).Select(row => row.ToString()).ToArray();
        var feature = Feature.Id(column, new StringColumn(column, ids), rows[0].Length);
        var values = feature.Embedding.Value.ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(values, feature.Lookup[ids[row]] * rows[row].Length);
        }

        feature.Embedding.Value.Device.Upload(values, feature.Embedding.Value);
        return Tower.Of(feature);
    }

    /// <summary>The rows of the tower's embedding in the order of the ids "0", "1", ….</summary>
    public static float[][] Rows(Tower tower)
    {
        var feature = (IdFeature)tower.Features[0];
        var values = feature.Embedding.Value.ToArray();
        return [.. Enumerable.Range(0, feature.Lookup.VocabularySize - 1).Select(id =>
            values.AsSpan(feature.Lookup[id.ToString()] * feature.Dimension, feature.Dimension).ToArray())];
    }

    public static float[][] Random(int rows, int columns, int seed, float scale = 1f)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => ((2 * random.NextFloat()) - 1) * scale).ToArray())];
    }

    /// <summary>A table with one id column of the given numbers.</summary>
    public static StringColumn Ids(string column, IEnumerable<int> ids) => new(column, ids.Select(id => id.ToString()));
}
