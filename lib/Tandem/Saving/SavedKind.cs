namespace Tandem;

/// <summary>How objects of one type are written and read.</summary>
/// <param name="Name">What the manifest calls the type.</param>
/// <param name="Save">Writes an object's fields.</param>
/// <param name="Load">Makes an object from its fields; <see langword="null"/> when a file cannot bring it back by itself.</param>
internal sealed record SavedKind(string Name, Action<object, StateWriter> Save, Func<StateReader, object>? Load);
