namespace Tandem.Notebooks;

/// <summary>A member of an object, or an item of an array, in the file's own words.</summary>
/// <param name="Before">What stands before it, from the end of the one before: the bracket or comma, and white space.</param>
/// <param name="Name">The member's name; null for an item.</param>
/// <param name="Label">The member's name as written, with the colon and the space around it; empty for an item.</param>
/// <param name="Value">The value as written.</param>
/// <param name="Position">Where the value starts in the file.</param>
internal sealed record JsonElementText(ReadOnlyMemory<byte> Before, string? Name, ReadOnlyMemory<byte> Label, ReadOnlyMemory<byte> Value, int Position)
{
    public bool IsObject => Value.Span[0] == '{';

    public bool IsArray => Value.Span[0] == '[';

    public bool IsString => Value.Span[0] == '"';
}
