namespace Tandem.Notebooks;

/// <summary>A value that was shown, and that can be shown anew in its place: one line of progress instead of a hundred.</summary>
public sealed class DisplayedValue
{
    private readonly CellContext? _cell;

    internal DisplayedValue(CellContext? cell)
    {
        _cell = cell;
        DisplayId = Guid.NewGuid().ToString("N");
    }

    /// <summary>Identifies the output.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in place of this one.</summary>
    /// <param name="value">The value.</param>
    public void Update(object? value)
    {
        var content = ValueFormatter.Format(value);
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
