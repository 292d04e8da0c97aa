namespace Tandem.Notebooks;

/// <summary>
/// Gathers a cell's outputs as a reader sees them at the end: neighbouring console texts joined, updated values in the place of the first.
/// Safe to call from several threads.
/// </summary>
internal sealed class OutputCollector
{
    private readonly Lock _gate = new();
    private readonly List<CellOutput> _outputs = [];

    public void Add(CellOutput output)
    {
        lock (_gate)
        {
            switch (output)
            {
                case StreamOutput stream when _outputs is [.., StreamOutput last] && last.IsError == stream.IsError:
                    _outputs[^1] = last with { Text = last.Text + stream.Text };
                    break;
                case DisplayOutput display when FindDisplay(display.DisplayId) is >= 0 and var index:
                    _outputs[index] = display;
                    break;
                default:
                    _outputs.Add(output);
                    break;
            }
        }
    }

    /// <summary>The outputs so far. In console text, what <c>\r</c> overwrote is gone.</summary>
    public IReadOnlyList<CellOutput> Snapshot()
    {
        lock (_gate)
        {
            return [.. _outputs.Select(output => output is StreamOutput stream ? stream with { Text = Overwritten(stream.Text) } : output)];
        }
    }

    private int FindDisplay(string id) => _outputs.FindIndex(output => output is DisplayOutput shown && shown.DisplayId == id);

    private static string Overwritten(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
        {
            return text;
        }

        return string.Join('\n', TextLines.Split(text).Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('\r') + 1)..]));
    }
}
