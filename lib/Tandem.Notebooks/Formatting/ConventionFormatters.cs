using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace Tandem.Notebooks;

/// <summary>
/// Formatters that a type brings along by convention, without its library referring to this one: the type, or a base type, carries an attribute
/// <em>named</em> <c>TypeFormatterSourceAttribute</c> with a property <c>Type FormatterSourceType</c>. That type has a parameterless constructor and
/// <c>CreateTypeFormatters()</c>, which gives a sequence of objects with <c>string MimeType</c> and
/// <c>bool Format(object instance, TextWriter writer)</c>; false means "not for this value". Where the attribute has <c>string[] PreferredMimeTypes</c>,
/// the value shows as these and plain text only. .NET Interactive follows the same convention.
/// </summary>
internal static class ConventionFormatters
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Formatter>> _byType = new();

    /// <summary>The representations that the value's own formatters give, richest first; none when its type brings none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Format(object value)
    {
        var contents = new List<KeyValuePair<string, string>>();
        foreach (var formatter in _byType.GetOrAdd(value.GetType(), Find))
        {
            using var writer = new StringWriter { NewLine = "\n" };
            if (contents.TrueForAll(content => content.Key != formatter.MimeType) && formatter.Format(value, writer))
            {
                contents.Add(new(formatter.MimeType, writer.ToString()));
            }
        }

        return contents;
    }

    private static IReadOnlyList<Formatter> Find(Type type) =>
    [
        .. type.GetCustomAttributes(inherit: true)
            .Where(attribute => attribute.GetType().Name == AttributeName)
            .SelectMany(FromAttribute)
            .OrderBy(formatter => formatter.MimeType == MimeTypes.PlainText ? 2 : formatter.MimeType == MimeTypes.Html ? 1 : 0),
    ];

    private static IEnumerable<Formatter> FromAttribute(object attribute)
    {
        var type = attribute.GetType();
        var formatters = type.GetProperty("FormatterSourceType")?.GetValue(attribute) is Type source ? FromSource(source) : [];
        return type.GetProperty("PreferredMimeTypes")?.GetValue(attribute) is string[] { Length: > 0 } preferred
            ? formatters.Where(formatter => formatter.MimeType == MimeTypes.PlainText || preferred.Contains(formatter.MimeType))
            : formatters;
    }

    private static IEnumerable<Formatter> FromSource(Type source)
    {
        var instance = Activator.CreateInstance(source, nonPublic: true)!;
        var create = source.GetMethod("CreateTypeFormatters", BindingFlags.Instance | BindingFlags.Public, Type.EmptyTypes)
            ?? throw new MissingMethodException($"{source.Name} is named as a formatter source but has no public method CreateTypeFormatters().");
        return ((IEnumerable)create.Invoke(instance, null)!).Cast<object>().Select(formatter => Bind(formatter, source));
    }

    private static Formatter Bind(object formatter, Type source)
    {
        var type = formatter.GetType();
        var mimeType = type.GetProperty("MimeType")?.GetValue(formatter) as string;
        var format = type.GetMethod("Format", [typeof(object), typeof(TextWriter)]);
        return mimeType is not null && format?.ReturnType == typeof(bool)
            ? new Formatter(mimeType, format.CreateDelegate<Func<object, TextWriter, bool>>(formatter))
            : throw new MissingMethodException($"A formatter of {source.Name} needs 'string MimeType' and 'bool Format(object, TextWriter)'; {type.Name} lacks one.");
    }

    private sealed record Formatter(string MimeType, Func<object, TextWriter, bool> Format);
}
