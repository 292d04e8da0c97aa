using System.Text;

namespace Tandem;

/// <summary><c>true</c> and <c>false</c>, in any case.</summary>
internal readonly struct BoolFormat : ICellFormat<bool>
{
    public static bool TryParse(ReadOnlySpan<byte> cell, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(cell, "true"u8);
        return value || Ascii.EqualsIgnoreCase(cell, "false"u8);
    }
}
