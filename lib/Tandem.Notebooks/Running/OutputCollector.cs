using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Gathers a cell's outputs as a reader sees them at the end: neighbouring console texts joined, updated values in the place of the first.
/// </summary>
internal sealed class OutputCollector
{
    private readonly List<CellOutput> _outputs = [];
    private readonly StringBuilder _text = new();
    private bool _isError;

    public void Add(CellOutput output)
    {
        if (output is StreamOutput stream)
        {
            if (stream.IsError != _isError)
            {
                EndText();
                _isError = stream.IsError;
            }

            _text.Append(stream.Text);
        }
        else if (output is DisplayOutput display && FindDisplay(display.DisplayId) is >= 0 and var index)
        {
            _outputs[index] = display;
        }
        else
        {
            EndText();
            _outputs.Add(output);
        }
    }

    /// <summary>The outputs. In console text, what was overwritten is gone.</summary>
    public IReadOnlyList<CellOutput> Finish()
    {
        EndText();
        return _outputs;
    }

    private void EndText()
    {
        if (_text.Length > 0)
        {
            _outputs.Add(new StreamOutput(TerminalText.Settled(_text.ToString()), _isError));
            _text.Clear();
        }
    }

    private int FindDisplay(string id) => _outputs.FindIndex(output => output is DisplayOutput shown && shown.DisplayId == id);
}
