using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Stands in for the console: what a cell's code writes becomes the cell's output, everything else reaches the console that was there before.
/// </summary>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly Lock _gate = new();
    private static bool _installed;

    private readonly TextWriter _console;
    private readonly bool _isError;

    private ConsoleRouter(TextWriter console, bool isError)
    {
        _console = console;
        _isError = isError;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => _console.Encoding;

    /// <summary>Takes the console over, once a process.</summary>
    public static void Install()
    {
        lock (_gate)
        {
            if (!_installed)
            {
                _installed = true;
                Console.SetOut(new ConsoleRouter(Console.Out, isError: false));
                Console.SetError(new ConsoleRouter(Console.Error, isError: true));
                Console.SetIn(new ConsoleReader(Console.In));
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (CellContext.Current is { } cell)
        {
            cell.Show(new StreamOutput(value, _isError));
        }
        else
        {
            _console.Write(value);
        }
    }

    // Whole lines in one piece, so that lines of several threads do not interleave.
    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush() => _console.Flush();
}
