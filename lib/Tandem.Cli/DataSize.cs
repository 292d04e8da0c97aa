using System.Globalization;

namespace Tandem.Cli;

/// <summary>Sizes as people write them.</summary>
internal static class DataSize
{
    private static readonly string[] _units = ["bytes", "kB", "MB", "GB", "TB"];

    public static string Text(double bytes)
    {
        var unit = 0;
        for (; bytes >= 999.5 && unit < _units.Length - 1; unit++)
        {
            bytes /= 1000;
        }

        return $"{bytes.ToString(unit == 0 || bytes >= 99.95 ? "f0" : "f1", CultureInfo.InvariantCulture)} {_units[unit]}";
    }
}
