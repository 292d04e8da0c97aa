using System.Text.Json.Nodes;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A file beside objects that are like those it holds: where they differ, and which tensor each saved weight belongs to. Comparing
/// changes nothing.
/// </summary>
internal sealed class SavedComparison
{
    private const int MostShown = 8;

    private readonly SavedFile _file;
    private readonly SavedGraph _graph;
    private readonly List<string> _differences = [];
    private readonly HashSet<(int, int)> _compared = [];
    private readonly Dictionary<Tensor, int> _weights = new(ReferenceEqualityComparer.Instance);

    public SavedComparison(SavedFile file, SavedGraph graph) => (_file, _graph) = (file, graph);

    /// <summary>A line for each difference, the first of them.</summary>
    public IEnumerable<string> Differences => _differences.Count <= MostShown
        ? _differences
        : _differences.Take(MostShown).Append($"and {_differences.Count - MostShown} more");

    /// <summary>Compares a field of two objects.</summary>
    public void CompareField(string field, JsonObject saved, JsonObject own) => Compare(saved[field], own[field], "");

    /// <summary>Puts the saved weights into the tensors they belong to.</summary>
    public void LoadWeights()
    {
        foreach (var (tensor, array) in _weights)
        {
            _file.ReadInto(array, tensor);
        }
    }

    private void Compare(JsonNode? saved, JsonNode? own, string path)
    {
        switch (saved, own)
        {
            case (JsonObject left, JsonObject right) when Reference(left, StateWriter.ObjectKey) is { } i && Reference(right, StateWriter.ObjectKey) is { } j:
                CompareObjects(i, j, path);
                break;
            case (JsonObject left, JsonObject right) when Reference(left, StateWriter.ArrayKey) is { } i && Reference(right, StateWriter.ArrayKey) is { } j:
                CompareArrays(i, j, path);
                break;
            case (JsonObject left, JsonObject right):
                CompareFields(left, right, path);
                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var i = 0; i < left.Count; i++)
                {
                    Compare(left[i], right[i], $"{path}[{i}]");
                }

                break;
            default:
                if (!JsonNode.DeepEquals(saved, own))
                {
                    Differ(path, Describe(saved), Describe(own));
                }

                break;
        }
    }

    private void CompareObjects(int saved, int own, string path)
    {
        if (!_compared.Add((saved, own)))
        {
            return;
        }

        var (left, right) = (_file.State(saved), _graph.Objects[own]);
        if (left.Kind != (string?)right["kind"])
        {
            Differ(path, $"a {left.Kind}", $"a {right["kind"]}");
            return;
        }

        CompareFields(_file.Objects[saved], right, path);
    }

    private void CompareFields(JsonObject saved, JsonObject own, string path)
    {
        foreach (var name in saved.Select(field => field.Key).Union(own.Select(field => field.Key)))
        {
            Compare(saved[name], own[name], path.Length == 0 ? name : $"{path}.{name}");
        }
    }

    private void CompareArrays(int saved, int own, string path)
    {
        var (left, right) = (_file.Array(saved), _graph.Arrays[own]);
        if (left.Type != right.Type || left.IsWeights != right.IsWeights || (left.Type != SavedType.Text && !left.Shape.SequenceEqual(right.Shape)))
        {
            Differ(path, left.ToString(), right.ToString());
        }
        else if (left.IsWeights)
        {
            _weights[(Tensor)_graph.Contents[own]] = saved;
        }
        else
        {
            CompareElements(_file.ReadArray(saved), _graph.Contents[own] is Tensor tensor ? tensor.ToArray() : (Array)_graph.Contents[own], path);
        }
    }

    private void CompareElements(Array saved, Array own, string path)
    {
        var common = Math.Min(saved.Length, own.Length);
        var first = Enumerable.Range(0, common).Where(i => !Equals(saved.GetValue(i), own.GetValue(i))).Select(i => (int?)i).FirstOrDefault();
        if (first is { } i)
        {
            Differ($"{path}[{i}]", $"\"{saved.GetValue(i)}\"", $"\"{own.GetValue(i)}\"");
        }

        if (saved.Length != own.Length)
        {
            Differ(path, $"{saved.Length} entries", $"{own.Length}");
        }
    }

    private void Differ(string path, string saved, string own) => _differences.Add($"{path}: {saved} in the file, {own} here");

    private static string Describe(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonArray array => $"{array.Count} parts",
        JsonObject => "something",
        _ => node.ToJsonString(),
    };

    private static int? Reference(JsonObject node, string key) => node.Count == 1 && node[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
