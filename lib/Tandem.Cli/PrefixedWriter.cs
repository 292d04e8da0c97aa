using System.Text;

namespace Tandem.Cli;

/// <summary>
/// One of several writers to one console: hands on whole lines only, each with a prefix, so that what notebooks write at the same time stays readable.
/// </summary>
/// <param name="console">The console; what shares it locks it.</param>
/// <param name="prefix">What each line begins with.</param>
internal sealed class PrefixedWriter(TextWriter console, string prefix) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => console.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        _line.Append(value);
        var text = _line.ToString();
        var end = text.LastIndexOf('\n');
        if (end >= 0)
        {
            _line.Remove(0, end + 1);
            Hand(text[..end]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _line.Length > 0)
        {
            Hand(_line.ToString());
            _line.Clear();
        }

        base.Dispose(disposing);
    }

    private void Hand(string lines)
    {
        lock (console)
        {
            foreach (var line in lines.Split('\n'))
            {
                console.WriteLine(prefix + line);
            }

            console.Flush();
        }
    }
}
