using System.Text.Json.Nodes;

namespace Tandem;

/// <summary>
/// Objects on their way into a file: each one's fields, once however often it is referred to, and the arrays they name. An object's
/// number is its place; the root has number 0.
/// </summary>
internal sealed class SavedGraph
{
    private readonly Dictionary<object, int> _objectNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _arrayNumbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<JsonObject> _objects = [];
    private readonly List<object> _contents = [];
    private readonly List<SavedArray> _arrays = [];

    /// <summary>The fields of each object.</summary>
    public IReadOnlyList<JsonObject> Objects => _objects;

    /// <summary>What each array holds.</summary>
    public IReadOnlyList<object> Contents => _contents;

    /// <summary>The description of each array; the offsets are not set.</summary>
    public IReadOnlyList<SavedArray> Arrays => _arrays;

    /// <summary>The graph of an object and all its parts.</summary>
    public static SavedGraph Of(object root)
    {
        var graph = new SavedGraph();
        graph.Number(root);
        return graph;
    }

    /// <summary>The number of an object, which is written when it is met first.</summary>
    /// <exception cref="NotSupportedException">Its type cannot be saved.</exception>
    public int Number(object part)
    {
        if (_objectNumbers.TryGetValue(part, out var number))
        {
            return number;
        }

        var fields = new JsonObject();
        _objectNumbers.Add(part, number = _objects.Count);
        _objects.Add(fields);
        var kind = SavedKinds.Of(part);
        fields["kind"] = kind.Name;
        kind.Save(part, new StateWriter(this, fields));
        return number;
    }

    /// <summary>The number of an array.</summary>
    public int ArrayNumber(object content, bool isWeights)
    {
        if (!_arrayNumbers.TryGetValue(content, out var number))
        {
            _arrayNumbers.Add(content, number = _arrays.Count);
            _contents.Add(content);
            _arrays.Add(ArrayContent.Describe(content, isWeights));
        }

        return number;
    }
}
