namespace Tandem.Notebooks;

/// <summary>Tells what a .dib file cannot hold of a Jupyter notebook.</summary>
internal static class DibLosses
{
    private static readonly string[] _ownCellKeys = ["attachments", "cell_type", "execution_count", "id", "input", "language", "level", "metadata", "outputs", "prompt_number", "source"];
    private static readonly string[] _ownCellMetadata = ["dotnet_interactive", "polyglot_notebook"];
    private static readonly string[] _ownMetadata = ["kernelspec", "language_info", "polyglot_notebook"];

    public static IEnumerable<string> Of(NotebookDocument document, IpynbOrigin origin)
    {
        var raw = document.Cells.Index().Where(cell => cell.Item.IsRaw).Select(cell => cell.Index + 1).ToList();
        if (raw.Count > 0)
        {
            yield return $"{Count(raw.Count, "raw cell")}: {string.Join(", ", raw)}";
        }

        var outputs = document.Cells.Where(cell => cell.OutputCount > 0).ToList();
        if (outputs.Count > 0)
        {
            yield return $"{Count(outputs.Sum(cell => cell.OutputCount), "output")} of {Count(outputs.Count, "cell")}";
        }

        if (document.Cells.Count(cell => cell.Id is not null) is > 0 and var ids)
        {
            yield return Count(ids, "cell id");
        }

        var attachments = document.Cells.SelectMany(cell => cell.Attachments.Keys).ToList();
        if (attachments.Count > 0)
        {
            yield return $"{Count(attachments.Count, "attachment")}: {string.Join(", ", attachments)}";
        }

        foreach (var loss in OfKeys(document))
        {
            yield return loss;
        }

        var metadata = origin.MetadataNames.Except(_ownMetadata).ToList();
        if (metadata.Count > 0)
        {
            yield return $"metadata of the notebook: {string.Join(", ", metadata)}";
        }
    }

    private static IEnumerable<string> OfKeys(NotebookDocument document)
    {
        var cells = document.Cells.Select(cell => cell.Origin).OfType<IpynbCellOrigin>().Select(cell => JsonText.Parse(cell.Text)).ToList();
        var metadata = cells.Select(cell => cell.Find("metadata") is { IsObject: true } inner ? NamesIn(JsonText.Parse(inner.Value), _ownCellMetadata) : []).ToList();
        var keys = cells.Select(cell => NamesIn(cell, _ownCellKeys)).ToList();
        foreach (var (kind, names) in new[] { ("metadata", metadata), ("other keys", keys) })
        {
            if (names.Count(inner => inner.Count > 0) is > 0 and var count)
            {
                yield return $"{kind} of {Count(count, "cell")}: {string.Join(", ", names.SelectMany(name => name).Distinct())}";
            }
        }
    }

    private static List<string> NamesIn(JsonText json, string[] known) => [.. json.Elements.Select(element => element.Name!).Except(known)];

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
