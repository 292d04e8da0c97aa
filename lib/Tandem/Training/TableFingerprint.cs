using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Tandem;

/// <summary>A hash of a table's content: names, types, values and their order. However texts are encoded, the same content has the same hash.</summary>
internal static class TableFingerprint
{
    private static readonly ConditionalWeakTable<Table, string> _known = [];

    public static string Of(Table table) => _known.GetValue(table, Compute);

    private static string Compute(Table table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in table.Columns)
        {
            Append(hash, column.Name);
            Append(hash, column.Type.ToString());
            var (codes, count) = column.Encode();
            hash.AppendData(MemoryMarshal.AsBytes(codes.AsSpan()));
            AppendDistinct(hash, column, codes, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The values in the order of first occurrence, which is that of their codes.</summary>
    private static void AppendDistinct(IncrementalHash hash, Column column, int[] codes, int count)
    {
        var seen = new bool[count];
        for (var row = 0; row < codes.Length; row++)
        {
            if (!seen[codes[row]])
            {
                seen[codes[row]] = true;
                Append(hash, column.Text(row));
            }
        }
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        // A length tells texts apart that would read alike when joined; −1 stands for no value.
        var bytes = Encoding.Unicode.GetBytes(text ?? "");
        hash.AppendData(BitConverter.GetBytes(text is null ? -1 : bytes.Length));
        hash.AppendData(bytes);
    }
}
