using System.Collections.Concurrent;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The kinds of objects that files can hold. The library's own are known; a layer of your own is registered with a few lines, and then
/// models that contain it are loaded like any other.
/// </summary>
/// <example><code>
/// SavedKinds.Register&lt;Scaled&gt;(
///     "scaled",
///     (layer, state) => state.Write("factor", layer.Factor),
///     state => new Scaled(state.Float("factor")));
/// </code></example>
public static class SavedKinds
{
    private static readonly ConcurrentDictionary<Type, SavedKind> _byType = [];
    private static readonly ConcurrentDictionary<string, SavedKind> _byName = [];

    static SavedKinds() => BuiltInKinds.Register();

    /// <summary>
    /// Makes a type known. Of a <see cref="Layer"/> only the settings need be written, and its parts: its own parameters and buffers are
    /// saved and restored by themselves.
    /// </summary>
    /// <typeparam name="T">The type, not a base class of it.</typeparam>
    /// <param name="name">What files call it. Changing the name makes old files unreadable.</param>
    /// <param name="save">Writes what <paramref name="load"/> needs.</param>
    /// <param name="load">Makes an object from what was written.</param>
    /// <exception cref="ArgumentException">The name or the type is registered already.</exception>
    public static void Register<T>(string name, Action<T, StateWriter> save, Func<StateReader, T> load)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(save);
        ArgumentNullException.ThrowIfNull(load);
        var kind = new SavedKind(name, (part, state) => Save((T)part, state, save), state => Load(state, load));
        if (!_byName.TryAdd(name, kind))
        {
            throw new ArgumentException($"The kind \"{name}\" is registered already; choose another name.", nameof(name));
        }

        if (!_byType.TryAdd(typeof(T), kind))
        {
            _byName.TryRemove(name, out _);
            throw new ArgumentException($"{typeof(T).Name} is registered already, as \"{_byType[typeof(T)].Name}\".");
        }
    }

    /// <summary>Whether objects of a type can be saved and brought back.</summary>
    internal static bool Knows(Type type) => _byType.ContainsKey(type);

    /// <summary>How to write an object. A layer nobody registered keeps its weights for a model that has such a layer too.</summary>
    internal static SavedKind Of(object part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return _byType.TryGetValue(part.GetType(), out var kind) ? kind : part switch
        {
            ISaved saved => new SavedKind(saved.SavedKind, (_, state) => saved.Save(state), Load: null),
            Layer => new SavedKind(part.GetType().Name, (layer, state) => WriteWeights((Layer)layer, state), Load: null),
            _ => throw new NotSupportedException(
                $"A {part.GetType().Name} cannot be saved: tell how with SavedKinds.Register<{part.GetType().Name}>(…) first."),
        };
    }

    /// <summary>How to read an object of a kind.</summary>
    internal static SavedKind? Named(string name) => _byName.GetValueOrDefault(name);

    private static void Save<T>(T part, StateWriter state, Action<T, StateWriter> save)
        where T : class
    {
        save(part, state);
        if (part is Layer layer)
        {
            WriteWeights(layer, state);
        }
    }

    private static T Load<T>(StateReader state, Func<StateReader, T> load)
        where T : class
    {
        var part = ExpectedWeights.While(state, load);
        if (part is Layer layer)
        {
            state.ReadWeights(OwnWeights(layer, state.ReadParts));
        }

        return part;
    }

    private static void WriteWeights(Layer layer, StateWriter state) => state.WriteWeights(OwnWeights(layer, state.WrittenParts));

    /// <summary>The parameters and buffers of a layer that belong to none of its parts, under names of their own.</summary>
    private static List<KeyValuePair<string, Tensor>> OwnWeights(Layer layer, IEnumerable<object> parts)
    {
        var ofParts = parts.OfType<Layer>().SelectMany(AllWeights).Select(pair => pair.Value).ToHashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var own = new OrderedDictionary<string, Tensor>();
        foreach (var (name, tensor) in AllWeights(layer).Where(pair => ofParts.Add(pair.Value)))
        {
            var unique = name;
            for (var copy = 2; !own.TryAdd(unique, tensor); copy++)
            {
                unique = $"{name}#{copy}";
            }
        }

        return [.. own];
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> AllWeights(Layer layer) =>
        layer.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)).Concat(layer.Buffers);
}
