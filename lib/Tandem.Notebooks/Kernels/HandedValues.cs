using System.Collections.Concurrent;
using System.ComponentModel;

namespace Tandem.Notebooks;

/// <summary>Where a session lays a value down for the code of a cell to pick up. Not for use in notebooks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HandedValues
{
    private static readonly ConcurrentDictionary<string, object?> _values = new();

    /// <summary>Takes a value away.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="key">The key that it was laid down under.</param>
    /// <exception cref="InvalidOperationException">There is none, or it was taken before.</exception>
    public static T Take<T>(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _values.TryRemove(key, out var value) ? (T)value! : throw new InvalidOperationException("The value was taken before; run the cell again.");
    }

    /// <summary>C# that declares a variable and takes the value for it.</summary>
    internal static string Declaration(string name, string type, object? value)
    {
        var key = Guid.NewGuid().ToString("N");
        _values[key] = value;
        return $"{type} {name} = global::Tandem.Notebooks.HandedValues.Take<{type}>(\"{key}\");";
    }
}
