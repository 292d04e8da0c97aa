namespace Tandem;

/// <summary>
/// Orders texts by code points, which is the order of their UTF-8 bytes. Ordinal comparison of UTF-16 differs from it: surrogates, which
/// encode the highest code points, sort below U+E000 to U+FFFF there.
/// </summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static readonly CodePointOrder Instance = new();

    public int Compare(string? left, string? right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        return left is null || right is null || common == left.Length || common == right.Length
            ? string.CompareOrdinal(left, right)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
