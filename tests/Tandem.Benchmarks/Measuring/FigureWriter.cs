using System.Globalization;

namespace Tandem.Benchmarks;

/// <summary>Writes figures, one a line as <c>name: value</c>, to the standard output and what is going on to the standard error.</summary>
internal sealed class FigureWriter
{
    /// <summary>Writes a number with four significant digits, without an exponent.</summary>
    public void Figure(string name, double value)
    {
        var digits = value == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9);
        Note(name, Math.Round(value, digits).ToString("0.#########", CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a text, such as the settings of a peer.</summary>
    public void Note(string name, string value) => Console.Out.WriteLine($"{name}: {value}");

    /// <summary>Says which figures are missing and why: a figure that was not measured is absent, never 0.</summary>
    public void LeftOut(string figures, string reason) => Console.Out.WriteLine($"# left out: {figures} ({reason})");

    /// <summary>Tells whoever waits what is being measured.</summary>
    public void Progress(string text) => Console.Error.WriteLine(text);
}
