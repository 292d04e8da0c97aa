namespace Tandem.Notebooks;

/// <summary>A value that was shown, and that can be shown anew in its place: one line of progress instead of a hundred.</summary>
public sealed class DisplayedValue
{
    private readonly CellContext? _cell;
    private readonly IReadOnlyList<string> _mimeTypes;

    internal DisplayedValue(CellContext? cell, IReadOnlyList<string> mimeTypes)
    {
        _cell = cell;
        _mimeTypes = mimeTypes;
        DisplayId = Guid.NewGuid().ToString("N");
    }

    /// <summary>Identifies the output.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in place of this one.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value has no representation of one of the MIME types that were asked for.</exception>
    /// <exception cref="FormattingException">The value cannot be shown.</exception>
    public void Update(object? value)
    {
        var content = _mimeTypes.Count == 0 ? ValueFormatter.Format(value) : ValueFormatter.Format(value, _mimeTypes);
        if (_cell is null)
        {
            Console.WriteLine(content.Find(MimeTypes.PlainText));
        }
        else
        {
            _cell.Show(new DisplayOutput(content, DisplayId));
        }
    }
}
