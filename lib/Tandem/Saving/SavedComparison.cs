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
    private readonly bool _mayGrow;
    private readonly List<string> _differences = [];
    private readonly HashSet<(int, int)> _compared = [];
    private readonly Dictionary<(int, int), RowMap?> _rowMaps = [];
    private readonly Dictionary<Tensor, (int Array, RowMap? Rows)> _weights = new(ReferenceEqualityComparer.Instance);

    /// <param name="file">The file.</param>
    /// <param name="graph">What is compared with it.</param>
    /// <param name="mayGrow">Whether vocabularies may have more entries here than in the file.</param>
    public SavedComparison(SavedFile file, SavedGraph graph, bool mayGrow = false) => (_file, _graph, _mayGrow) = (file, graph, mayGrow);

    /// <summary>The vocabularies that have grown.</summary>
    public IEnumerable<GrownVocabulary> Growths => _rowMaps.Values.OfType<RowMap>().Select(rows => rows.Growth).Where(growth => growth.New > 0);

    /// <summary>A line for each difference, the first of them.</summary>
    public IEnumerable<string> Differences => _differences.Count <= MostShown
        ? _differences
        : _differences.Take(MostShown).Append($"and {_differences.Count - MostShown} more");

    /// <summary>Compares a field of two objects.</summary>
    public void CompareField(string field, JsonObject saved, JsonObject own) => Compare(saved[field], own[field], "");

    /// <summary>Where the rows of a tensor come from; <see langword="null"/> when nothing has grown.</summary>
    public RowMap? RowsOf(Tensor tensor) => _weights.TryGetValue(tensor, out var weights) ? weights.Rows : null;

    /// <summary>Puts the saved weights into the tensors they belong to; rows of new entries stay as they are.</summary>
    public void LoadWeights()
    {
        foreach (var (tensor, (array, rows)) in _weights)
        {
            if (rows is null)
            {
                _file.ReadInto(array, tensor);
            }
            else
            {
                rows.Copy((float[])_file.ReadArray(array), tensor);
            }
        }
    }

    private void Compare(JsonNode? saved, JsonNode? own, string path, RowMap? rows = null)
    {
        switch (saved, own)
        {
            case (JsonObject left, JsonObject right) when ReferenceOf(left, StateWriter.ObjectKey) is { } i && ReferenceOf(right, StateWriter.ObjectKey) is { } j:
                CompareObjects(i, j, path, RowsNamedBy(left, right, path));
                break;
            case (JsonObject left, JsonObject right) when ReferenceOf(left, StateWriter.ArrayKey) is { } i && ReferenceOf(right, StateWriter.ArrayKey) is { } j:
                CompareArrays(i, j, path, rows);
                break;
            case (JsonObject left, JsonObject right):
                CompareFields(left, right, path, rows);
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

    private void CompareObjects(int saved, int own, string path, RowMap? rows)
    {
        if (!_compared.Add((saved, own)))
        {
            return;
        }

        var (left, right) = (_file.Fields(saved), _graph.Objects[own]);
        if (!JsonNode.DeepEquals(left["kind"], right["kind"]))
        {
            Differ(path, $"a {left["kind"]}", $"a {right["kind"]}");
        }
        else if (_mayGrow && GrowingKinds.IsLookup(right))
        {
            _rowMaps[(saved, own)] = CompareLookups(left, right, path);
        }
        else if (!(_mayGrow && GrowingKinds.IsData(right)))
        {
            CompareFields(left, right, path, rows);
        }
    }

    /// <summary>The vocabulary that names the rows of a layer, when it has grown.</summary>
    private RowMap? RowsNamedBy(JsonObject saved, JsonObject own, string path)
    {
        if (!_mayGrow || ReferenceOf(saved, StateWriter.RowsKey) is not { } i || ReferenceOf(own, StateWriter.RowsKey) is not { } j)
        {
            return null;
        }

        CompareObjects(i, j, path, rows: null);
        return _rowMaps.GetValueOrDefault((i, j));
    }

    /// <summary>Compares all but the vocabularies, of which the file's must be a part of the other.</summary>
    private RowMap? CompareLookups(JsonObject saved, JsonObject own, string path)
    {
        foreach (var name in own.Select(field => field.Key).Except([GrowingKinds.VocabularyField, GrowingKinds.FrequenciesField]))
        {
            Compare(saved[name], own[name], $"{path}.{name}");
        }

        if (ReferenceOf(saved[GrowingKinds.VocabularyField], StateWriter.ArrayKey) is not { } i || ReferenceOf(own[GrowingKinds.VocabularyField], StateWriter.ArrayKey) is not { } j)
        {
            Differ($"{path}.{GrowingKinds.VocabularyField}", "another kind of field", "a vocabulary");
            return null;
        }

        var rows = new RowMap(path, _file.ReadArray(i), (Array)_graph.Contents[j]);
        if (rows.Missing is { } missing)
        {
            Differ($"{path}.{GrowingKinds.VocabularyField}", $"\"{missing}\"", "no such entry, and a vocabulary grows only if it keeps all it had");
        }

        return rows.Growth.New > 0 || rows.Moved ? rows : null;
    }

    private void CompareFields(JsonObject saved, JsonObject own, string path, RowMap? rows = null)
    {
        foreach (var name in saved.Select(field => field.Key).Union(own.Select(field => field.Key)))
        {
            Compare(saved[name], own[name], path.Length == 0 ? name : $"{path}.{name}", rows);
        }
    }

    private void CompareArrays(int saved, int own, string path, RowMap? rows)
    {
        var (left, right) = (_file.Array(saved), _graph.Arrays[own]);
        if (left.Type == right.Type && left.IsWeights && right.IsWeights && rows is not null && rows.Fits(left.Shape, right.Shape))
        {
            _weights[(Tensor)_graph.Contents[own]] = (saved, rows);
        }
        else if (left.Type != right.Type || left.IsWeights != right.IsWeights || (left.Type != SavedType.Text && !left.Shape.SequenceEqual(right.Shape)))
        {
            Differ(path, left.ToString(), right.ToString());
        }
        else if (left.IsWeights)
        {
            _weights[(Tensor)_graph.Contents[own]] = (saved, null);
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

    private static int? ReferenceOf(JsonNode? node, string key) => StateReader.ReferenceOf(node, key);
}
