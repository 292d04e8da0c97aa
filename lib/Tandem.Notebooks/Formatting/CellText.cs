using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tandem.Notebooks;

/// <summary>A value as one line of text, as it stands in a table's cell.</summary>
internal static class CellText
{
    private const int ShownItems = 8;

    public static string Of(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        bool flag => flag ? "true" : "false",
        float number => number.ToString("G7", CultureInfo.InvariantCulture),
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        Type type => TypeShape.Name(type),
        Delegate => TypeShape.Name(value.GetType()),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i])))})",
        IEnumerable sequence when TypeShape.IsPlainSequence(value.GetType()) => OfSequence(sequence),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ when TypeShape.OverridesToString(value.GetType()) => value.ToString() ?? "",
        _ => TypeShape.Name(value.GetType()),
    };

    private static string OfSequence(IEnumerable sequence)
    {
        var shown = sequence.Cast<object?>().Take(ShownItems + 1).Select(Of).ToList();
        return shown.Count > ShownItems ? $"[{string.Join(", ", shown.Take(ShownItems))}, …]" : $"[{string.Join(", ", shown)}]";
    }
}
