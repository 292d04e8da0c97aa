namespace Tandem.Tests;

/// <summary>Small files with a right checksum that ask for more than they hold.</summary>
public sealed class HostileFileTests : IDisposable
{
    private const string Arrays = """
        "arrays": [{ "type": "float32", "shape": [1, 1], "isWeights": true, "offset": 0, "bytes": 4 }, { "type": "text", "shape": [0], "isWeights": false, "offset": 64, "bytes": 0 },
          { "type": "float32", "shape": [0], "isWeights": false, "offset": 64, "bytes": 0 }, { "type": "int32", "shape": [0], "isWeights": false, "offset": 64, "bytes": 0 }]
        """;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("hostile.tandem");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{ "kind": "dense", "name": "d", "inputs": 40000, "units": 40000, "activation": "Linear", "use_bias": false }""", "\"d/kernel\" of shape [40000, 40000]")]
    [InlineData(
        """{ "kind": "dense", "name": "d", "inputs": 40000, "units": 40000, "activation": "Linear", "use_bias": false, "weights": { "d/kernel": { "array": 0 } } }""",
        "\"d/kernel\" of shape [40000, 40000]")]
    [InlineData("""{ "kind": "batch_normalization", "name": "b", "inputs": 2000000000, "momentum": 0.9, "epsilon": 0.001 }""", "\"b/gamma\" of shape [2000000000]")]
    [InlineData("""{ "kind": "multi_layer_dcn", "name": "c", "inputs": 1, "projection_dimension": null, "layers": 2000000000, "use_bias": true }""", "\"layers\" of a multi_layer_dcn")]
    [InlineData(
        """{ "kind": "cross", "name": "c", "inputs": 40000, "projection_dimension": 30000, "diagonal_scale": 1, "use_bias": true, "preactivation": "Linear" }""",
        "\"c/projection/kernel\" of shape [40000, 30000]")]
    [InlineData(
        """{ "kind": "mmoe", "name": "m", "inputs": 1, "tasks": 1, "experts": 2000000000, "expert_units": { "array": 3 }, "expert_activation": "Relu", "weights": { "a": { "array": 0 } } }""",
        "\"experts\" of a mmoe")]
    [InlineData(
        """{ "kind": "string_lookup", "mask_token": null, "out_of_vocabulary_indices": 268435456, "vocabulary": { "array": 1 }, "inverse_document_frequencies": { "array": 2 } }""",
        "\"out_of_vocabulary_indices\" of a string_lookup")]
    [InlineData(
        """{ "kind": "text_vectorization", "standardization": "Lower", "separator": null, "smallest_n_gram": 1, "largest_n_gram": 2000000000, "length": null, "vocabulary": { "array": 1 }, "inverse_document_frequencies": { "array": 2 } }""",
        "1 to 2000000000 words")]
    [InlineData("""{ "kind": "dense", "kind": "dense" }""", "manifest cannot be read")]
    [InlineData("""{ "kind": "hashing", "bins": 5000000000, "mask_value": null }""", "\"bins\" of a hashing")]
    public void A_size_beyond_what_the_file_holds_is_refused(string json, string reason)
    {
        File.WriteAllBytes(FilePath, FileParts.Of($$"""{ "library": "x", "objects": [{{json}}], {{Arrays}} }""", arrayBytes: 128).ToFile());
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => SavedObjects.Load<object>(FilePath));

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_parts_without_end_are_refused()
    {
        const int depth = 100_000;
        var towers = Enumerable.Range(1, depth).Select(next => $$"""{ "kind": "tower", "features": [{ "object": {{next % depth}} }], "layers": [] }""");
        File.WriteAllBytes(FilePath, FileParts.Of($$"""{ "library": "x", "objects": [{{string.Join(',', towers)}}], "arrays": [] }""").ToFile());

        Assert.Contains("100 levels", Assert.Throws<InvalidDataException>(() => SavedObjects.Load<Tower>(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_within_json_without_end_is_refused()
    {
        var nested = new string('[', 100_000) + new string(']', 100_000);
        File.WriteAllBytes(FilePath, FileParts.Of($$"""{ "library": "x", "objects": [{ "kind": "tower", "features": {{nested}} }], "arrays": [] }""").ToFile());

        Assert.Contains("manifest cannot be read", Assert.Throws<InvalidDataException>(() => SavedObjects.Load<Tower>(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_array_behind_many_objects_is_not_read_without_end()
    {
        const int tables = 2_000;
        var embeddings = Enumerable.Range(0, tables).Select(_ => """{ "kind": "embedding", "name": "e", "padding_id": null, "weights": { "e": { "array": 0 } } }""");
        var parts = string.Join(',', Enumerable.Range(1, tables).Select(number => $$"""{ "object": {{number}} }"""));
        var manifest = $$"""
            { "library": "x", "objects": [{ "kind": "unified_embedding", "name": "u", "tables": [{{parts}}], "features": [] }, {{string.Join(',', embeddings)}}],
              "arrays": [{ "type": "float32", "shape": [250000, 1], "isWeights": true, "offset": 0, "bytes": 1000000 }] }
            """;
        File.WriteAllBytes(FilePath, FileParts.Of(manifest, arrayBytes: 1_000_000).ToFile());
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("over and over", Assert.Throws<InvalidDataException>(() => SavedObjects.Load<UnifiedEmbedding>(FilePath)).Message, StringComparison.Ordinal);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 << 20);
    }

    [Fact]
    public void Arrays_that_overlap_are_refused()
    {
        const string Array = """{ "type": "float32", "shape": [4], "isWeights": false, "offset": 0, "bytes": 16 }""";
        File.WriteAllBytes(FilePath, FileParts.Of($$"""{ "library": "x", "objects": [{ "kind": "tower" }], "arrays": [{{Array}}, {{Array}}] }""", arrayBytes: 64).ToFile());

        Assert.Contains("behind the one before", Assert.Throws<InvalidDataException>(() => SavedObjects.Load<Tower>(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reserved_bytes_that_are_not_zero_are_refused()
    {
        var file = FileParts.Of("""{ "library": "x", "objects": [{ "kind": "hashed_crossing", "bins": 2 }], "arrays": [] }""").ToFile();
        File.WriteAllBytes(FilePath, file);
        Assert.Equal(2, SavedObjects.Load<HashedCrossing>(FilePath).Bins);

        file[13] = 1;
        File.WriteAllBytes(FilePath, FileParts.WithChecksum(file));

        Assert.Contains("four bytes behind its version", Assert.Throws<InvalidDataException>(() => SavedObjects.Load<HashedCrossing>(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbours_outside_the_items_and_numbers_that_are_not_finite_are_refused()
    {
        var interactions = new Interactions(Table.FromColumns(FixedTower.Ids("user", [0, 0, 1, 1, 2]), FixedTower.Ids("item", [0, 1, 1, 2, 0])), "user", "item");
        Refused(knn => knn with { Columns = [7, .. knn.Columns.Skip(1)] }, "has column 7");
        Refused(knn => knn with { Columns = [-1, .. knn.Columns.Skip(1)] }, "has column -1");
        Refused(knn => knn with { Offsets = [0, 1, 0, knn.Count] }, "ends before it begins");
        Refused(knn => knn with { Offsets = [0, 2, 3, int.MaxValue] }, "are no 3 rows");
        Refused(knn => knn with { Weights = [float.NaN, .. knn.Weights.Skip(1)] }, "finite, element 0 is NaN");

        void Refused(Func<SparseRows, SparseRows> damage, string reason)
        {
            new ItemKnn(interactions, 2, 1, damage(new ItemKnn(interactions, 2, 1).SimilarItems)).Save(FilePath);
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TopKIndex.Load(FilePath)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_text_shorter_than_the_n_grams_costs_no_more_than_its_own()
    {
        var options = new TextOptions { SmallestNGram = 2, LargestNGram = 100 };
        var vectorization = new TextVectorization(["a b"], options);

        Assert.Equal([2, 1, 1], vectorization["a b c"]);
        Assert.Empty(vectorization["a"]);
    }
}
