namespace Tandem.Notebooks;

/// <summary>The members that nbformat 4's schema requires of a cell and that reading does without. Writing adds those that are missing.</summary>
internal static class RequiredMembers
{
    private static readonly (string Name, byte[] Empty)[] _ofEveryCell = [("metadata", "{}"u8.ToArray())];

    private static readonly (string Name, byte[] Empty)[] _ofCode = [.. _ofEveryCell, ("outputs", "[]"u8.ToArray()), ("execution_count", "null"u8.ToArray())];

    /// <summary>The names of those that a cell lacks.</summary>
    public static IEnumerable<string> MissingIn(JsonText cell, NotebookCell read) => Missing(cell, read).Select(member => member.Name);

    /// <summary>Adds those that a cell lacks.</summary>
    public static void AddTo(JsonText cell, NotebookCell read, JsonStyle style, int depth)
    {
        foreach (var (name, empty) in Missing(cell, read).ToList())
        {
            cell.Set(name, empty, style, depth);
        }
    }

    private static IEnumerable<(string Name, byte[] Empty)> Missing(JsonText cell, NotebookCell read) =>
        (read.IsCode ? _ofCode : _ofEveryCell).Where(member => cell.Find(member.Name) is not { } value || (member.Name == "outputs" && !value.IsArray));
}
