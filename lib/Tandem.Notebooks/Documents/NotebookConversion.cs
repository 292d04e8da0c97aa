namespace Tandem.Notebooks;

/// <summary>Converts notebooks between .dib and .ipynb.</summary>
public static class NotebookConversion
{
    /// <summary>
    /// The document as a Jupyter notebook. Nothing is lost: converted back, it is the same .dib file in the format's written form, and its metadata list the kernels of all cells.
    /// </summary>
    /// <remarks>
    /// Cells that are not written for the default kernel begin with a line that names theirs, such as <c>#!mermaid</c>: Jupyter's own programs send a kernel
    /// the text of a cell and nothing of its metadata.
    /// </remarks>
    /// <param name="document">A document of either format; one that is an .ipynb already is given back as it is.</param>
    public static NotebookDocument ToIpynb(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Origin is not DibOrigin origin ? document : document with
        {
            Cells = [.. document.Cells.Select(cell => cell.IsCode && cell.Kernel != document.DefaultKernel ? cell with { Source = $"#!{cell.Kernel}\n{cell.Source}" } : cell)],
            Origin = IpynbReader.Empty(document, origin.NewLine, origin.MetadataJson),
        };
    }

    /// <summary>The document as a .dib file, with its cells and kernels.</summary>
    /// <param name="document">A document of either format; one that is a .dib already is given back as it is.</param>
    /// <param name="losses">What the format cannot hold, each kind by name and count; empty when nothing is lost.</param>
    public static NotebookDocument ToDib(NotebookDocument document, out IReadOnlyList<string> losses)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Origin is not IpynbOrigin origin)
        {
            losses = [];
            return document;
        }

        var names = document.FindKernels();
        var converter = new DibCellConverter(names);
        var cells = document.Cells.SelectMany(converter.Convert).ToList();
        losses = [.. DibLosses.Of(document, origin), .. converter.Changes];
        var metadata = DibMetadata.Of(document, origin, cells, names);
        var head = metadata is null ? "" : $"#!meta{origin.NewLine}{origin.NewLine}{metadata}{origin.NewLine}{origin.NewLine}";
        var kernels = DibFormat.Parse(head, document.Path).Kernels;
        var dib = new DibOrigin(head) { Metadata = head, MetadataJson = metadata, PreferredNewLine = origin.NewLine };
        return new NotebookDocument(document.Path, document.DefaultKernel, kernels, cells) { Origin = dib };
    }

    /// <summary>A Jupyter notebook as the version of the format that is written here, nbformat 4.5.</summary>
    /// <param name="document">A document of the format .ipynb.</param>
    /// <exception cref="ArgumentException">The document is a .dib.</exception>
    public static NotebookDocument ToLatest(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Format == NotebookFormat.Ipynb ? document with { IsRewritten = true } : throw new ArgumentException($"{document.FileName} is a .dib, a format without versions.", nameof(document));
    }
}
