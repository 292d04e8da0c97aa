namespace Tandem.Tests;

/// <summary>Brute-force retrieval against TensorFlow Recommenders.</summary>
public sealed class BruteForceGoldenTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("top_k_index").Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_and_identifiers_are_those_of_TFRS(string name)
    {
        var golden = Golden.Case("top_k_index", name);
        var (inputs, parameters, expected) = (golden.GetProperty("inputs"), golden.GetProperty("params"), golden.GetProperty("expected"));
        var (queries, corpus) = (inputs.Matrix("queries"), inputs.Matrix("candidates"));
        var index = new BruteForce(
            FixedTower.Of("user", queries),
            FixedTower.Of("item", corpus),
            Table.FromColumns(FixedTower.Ids("item", Enumerable.Range(0, corpus.Length)), new StringColumn("id", inputs.Strings("identifiers"))),
            "id");
        string[] ids = [.. Enumerable.Range(0, queries.Length).Select(id => id.ToString())];

        AssertFound(expected, "ids", "scores", index.Query(ids, parameters.GetProperty("k").GetInt32()));
        var exclusions = inputs.GetProperty("exclusions").EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetString()!)).ToArray();
        AssertFound(
            expected,
            "ids_with_exclusions",
            "scores_with_exclusions",
            index.QueryWithExclusions(ids, exclusions, parameters.GetProperty("k_with_exclusions").GetInt32()));
    }

    private static void AssertFound(System.Text.Json.JsonElement expected, string ids, string scores, IReadOnlyList<Recommendations> found)
    {
        var expectedIds = expected.GetProperty(ids).EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetString()!).ToArray());
        Assert.Equal(expectedIds, found.Select(list => list.Select(item => item.Id).ToArray()));
        GoldenValues.AssertClose(expected.Matrix(scores).Flatten(), [.. found.SelectMany(list => list.Select(item => item.Score))], 1e-5);
    }
}
