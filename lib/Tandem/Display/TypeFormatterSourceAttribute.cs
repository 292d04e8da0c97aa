namespace Tandem;

/// <summary>
/// Tells a notebook how instances of a type show. .NET Interactive and the library's own notebook session find the attribute by
/// its name and its property's name, without a reference to each other. .NET Interactive shows such a type as text/html alone unless the attribute also has
/// <c>PreferredMimeTypes</c>; the types of this library do without, since its kernel sends JSON content to Jupyter as a string, which no front end draws.
/// </summary>
/// <param name="formatterSourceType">A type with a parameterless constructor and a public method <c>IEnumerable&lt;object&gt; CreateTypeFormatters()</c> that returns one <see cref="Formatter{T}"/> a MIME type.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
}
