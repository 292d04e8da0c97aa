using System.Diagnostics.CodeAnalysis;

namespace Tandem.Tensors;

/// <summary>The extents of a tensor, outermost first; <c>[]</c>, which is also the default value, is a scalar. Storage is contiguous, the last axis varying fastest.</summary>
[TypeFormatterSource(typeof(TextFormatterSource))]
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _extents;
    private readonly int _count;

    /// <summary>A shape with the given extents.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the tensor would hold more than 2³¹−1 elements.</exception>
    public Shape(params ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (var extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));
            count *= extent;
            if (count > int.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(extents), $"A tensor holds at most {int.MaxValue} elements; [{string.Join(", ", extents.ToArray())}] asks for more. Compute fewer rows at a time.");
            }
        }

        _extents = extents.ToArray();
        _count = (int)count;
        Rank = extents.Length;
    }

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>The number of elements: the product of the extents, 1 for a scalar.</summary>
    public int Count => _extents is null ? 1 : _count;

    /// <summary>The extent of an axis; a negative axis counts from the last.</summary>
    public int this[int axis] => Extents[axis < 0 ? Rank + axis : axis];

    /// <summary>The extents, outermost first.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>The number of rows when seen as a matrix: all axes but the last, multiplied. 1 for a vector or a scalar.</summary>
    public int Rows => Columns == 0 ? 0 : Count / Columns;

    /// <summary>The length of a row when seen as a matrix: the last extent. 1 for a scalar.</summary>
    public int Columns => Rank == 0 ? 1 : this[-1];

    /// <inheritdoc/>
    public bool Equals(Shape other) => Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var extent in Extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>The extents in brackets, as in <c>[8192, 32]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _extents ?? [])}]";

    /// <summary>Whether two shapes have the same extents.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);
}
