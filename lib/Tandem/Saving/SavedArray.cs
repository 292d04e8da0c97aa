using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>An array of a saved file as its manifest describes it.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its extents; the product is the number of elements.</param>
/// <param name="IsWeights">Whether training changes it: loading into a model puts it there, and compares the others.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Bytes">How many bytes it takes.</param>
internal sealed record SavedArray(SavedType Type, int[] Shape, bool IsWeights, long Offset, long Bytes)
{
    /// <summary>The number of elements.</summary>
    [JsonIgnore]
    public int Count => (int)Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Whether the extents are such as a tensor can have.</summary>
    [JsonIgnore]
    public bool HasValidShape => Shape.All(extent => extent >= 0) && Shape.Aggregate(1.0, (product, extent) => product * extent) <= Array.MaxLength;

    /// <summary>What a message calls it, such as <c>float32 [6041, 32]</c>.</summary>
    public override string ToString() => $"{Type.ToString().ToLowerInvariant()} [{string.Join(", ", Shape)}]";
}
