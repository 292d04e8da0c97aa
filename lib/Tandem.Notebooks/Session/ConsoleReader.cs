namespace Tandem.Notebooks;

/// <summary>Stands in for the console's reader: what a cell's code reads is asked of the user, everything else comes from the console that was there before.</summary>
internal sealed class ConsoleReader(TextReader console) : TextReader
{
    public override string? ReadLine() => CellContext.Current is { } cell ? cell.ReadLine() : console.ReadLine();

    public override int Read() => CellContext.Current is { } cell ? cell.Read(consume: true) : console.Read();

    public override int Peek() => CellContext.Current is { } cell ? cell.Read(consume: false) : console.Peek();

    /// <summary>To the end is one line for a cell: there is no end to what a user could type.</summary>
    public override string ReadToEnd() => CellContext.Current is { } cell ? cell.ReadLine() : console.ReadToEnd();
}
