namespace Tandem;

/// <summary>Objects as files: what the <c>Save</c> and <c>Load</c> of indexes are made of.</summary>
internal static class SavedObjects
{
    /// <summary>Writes an object of a registered kind, with all its parts.</summary>
    /// <exception cref="NotSupportedException">Its type, or a part's, was not registered.</exception>
    public static void Save(string path, object root) => SavedFile.Write(path, root);

    /// <summary>Makes the object that a file holds.</summary>
    /// <typeparam name="T">Its type, or a base of it.</typeparam>
    /// <exception cref="InvalidDataException">The file holds something else, is truncated, altered, or newer than the library.</exception>
    public static T Load<T>(string path)
        where T : class => SavedFile.Read(path, file =>
    {
        var kind = file.State(0).Kind;
        return (kind == ModelState.Kind ? null : file.Object(0)) as T ?? throw file.Refused($"it holds a {kind} and not a {typeof(T).Name}");
    });
}
