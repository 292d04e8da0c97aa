namespace Tandem.Notebooks;

/// <summary>The values that a session holds for kernels which are not C#: stored by value cells, or handed to cells of other languages.</summary>
internal sealed class SessionValues
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderedDictionary<string, SharedValue>> _byKernel = [];

    public void Set(string kernel, string name, SharedValue value)
    {
        lock (_gate)
        {
            Of(kernel)[name] = value;
        }
    }

    public SharedValue? Find(string kernel, string name)
    {
        lock (_gate)
        {
            return Of(kernel).GetValueOrDefault(name);
        }
    }

    public IReadOnlyList<string> Names(string kernel)
    {
        lock (_gate)
        {
            return [.. Of(kernel).Keys];
        }
    }

    /// <summary>Takes out all values of a kernel that keeps what it was handed.</summary>
    public IReadOnlyList<KeyValuePair<string, SharedValue>> TakeAll(string kernel)
    {
        lock (_gate)
        {
            var values = Of(kernel).ToList();
            Of(kernel).Clear();
            return values;
        }
    }

    private OrderedDictionary<string, SharedValue> Of(string kernel)
    {
        if (!_byKernel.TryGetValue(kernel, out var values))
        {
            _byKernel[kernel] = values = new OrderedDictionary<string, SharedValue>(StringComparer.Ordinal);
        }

        return values;
    }
}
