using System.Security.Cryptography;
using System.Text;

namespace Tandem;

/// <summary>A hash of the parts that were read so far, in their order.</summary>
internal sealed class PartsFingerprint
{
    /// <summary>The hash; empty before the first part.</summary>
    public string Value { get; private set; } = "";

    /// <summary>The parts, each noted before it is handed out.</summary>
    public IEnumerable<Table> Noting(IEnumerable<Table> parts)
    {
        foreach (var part in parts)
        {
            // What is no table is an error that the reader of the parts reports.
            if (part is not null)
            {
                Value = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Value + TableFingerprint.Of(part))).AsSpan(0, 16));
            }

            yield return part!;
        }
    }
}
