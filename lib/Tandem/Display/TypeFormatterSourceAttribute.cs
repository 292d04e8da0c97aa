namespace Tandem;

/// <summary>
/// Tells a notebook how instances of a type show. .NET Interactive and the library's own notebook session find the attribute by
/// its name and its properties' names, without a reference to each other.
/// </summary>
/// <param name="formatterSourceType">A type with a parameterless constructor and a public method <c>IEnumerable&lt;object&gt; CreateTypeFormatters()</c> that returns one <see cref="Formatter{T}"/> a MIME type.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to show, when not text/html alone.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}
