using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tandem.Notebooks;

/// <summary>A value as one line of text, as it stands in a table's cell.</summary>
internal static class CellText
{
    private const int ShownItems = 8;

    /// <summary>How far into objects within objects a line of text goes.</summary>
    private const int Levels = 3;

    /// <summary>The text of a value that is shown by itself.</summary>
    /// <exception cref="Exception">What the value's own code threw.</exception>
    public static string OfWhole(object value) => Of(value, Levels);

    /// <summary>The text of a value in a table, which may say that the value has none: one cell that fails does not take the others with it.</summary>
    public static string Of(object? value)
    {
        try
        {
            return Of(value, Levels);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return $"({ExceptionText.Line(failure)})";
        }
    }

    private static string Of(object? value, int levels) => value switch
    {
        null => "<null>",
        string text => text,
        bool flag => flag ? "true" : "false",
        float number => number.ToString("G7", CultureInfo.InvariantCulture),
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        DateTime time => OfTime(time),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF zzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DBNull => "<null>",
        Type type => TypeName.Of(type),
        Delegate => TypeName.Of(value.GetType()),
        Exception failure => ExceptionText.Line(failure),
        Task task => TaskShape.Describe(task),
        Array { Rank: > 1 } array => $"{TypeName.Of(array.GetType().GetElementType()!)}[{string.Join(", ", Enumerable.Range(0, array.Rank).Select(array.GetLength))}]",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i], levels - 1)))})",
        IDictionary dictionary => OfItems(dictionary.Cast<DictionaryEntry>().Select(entry => $"{Of(entry.Key, levels - 1)}: {Of(entry.Value, levels - 1)}"), "{", "}"),
        IEnumerable sequence when TypeShape.IsPlainSequence(value.GetType()) => levels > 0
            ? OfItems(sequence.Cast<object?>().Select(item => Of(item, levels - 1)), "[", "]")
            : TypeName.OfValue(value),
        _ when TypeShape.ShowsAsProperties(value.GetType()) => OfObject(value, levels),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ when TypeShape.OverridesToString(value.GetType()) => value.ToString() ?? "",
        _ => TypeName.OfValue(value),
    };

    private static string OfTime(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        + (time.Kind == DateTimeKind.Utc ? "Z" : "");

    private static string OfItems(IEnumerable<string> items, string open, string close)
    {
        var shown = items.Take(ShownItems + 1).ToList();
        return $"{open}{string.Join(", ", shown.Take(ShownItems))}{(shown.Count > ShownItems ? ", …" : "")}{close}";
    }

    private static string OfObject(object value, int levels)
    {
        var type = value.GetType();
        if (!TypeShape.IsAnonymous(type) && levels <= 0)
        {
            return $"{TypeName.Of(type)} {{ … }}";
        }

        var members = TypeShape.VisibleMembers(type).Select(member => $"{member.Name} = {(levels > 0 ? Of(TypeShape.Value(member, value), levels - 1) : "…")}");
        return OfItems(members, TypeShape.IsAnonymous(type) ? "{ " : $"{TypeName.Of(type)} {{ ", " }");
    }
}
