namespace Tandem;

/// <summary>How a cell's bytes become a value. Implemented by structs, so that the compiler makes one tight loop of each.</summary>
internal interface ICellFormat<T>
{
    static abstract bool TryParse(ReadOnlySpan<byte> cell, out T value);
}
