using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>Finds what the author of a symbol says of it.</summary>
internal static class SymbolDocumentation
{
    /// <summary>The symbol's <c>member</c> element, or that of what it inherits its documentation from; null when there is none.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="compilation">The compilation that knows where the symbol's assembly lies.</param>
    public static XElement? Find(ISymbol symbol, Compilation compilation)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } full } ? full.OriginalDefinition : symbol.OriginalDefinition;
        var own = FindOwn(symbol, compilation);
        if (own?.Element("inheritdoc") is { } inherits)
        {
            var source = inherits.Attribute("cref") is { } cref ? DocumentationCommentId.GetFirstSymbolForDeclarationId(cref.Value, compilation) : Ancestor(symbol);
            return source is null || SymbolEqualityComparer.Default.Equals(source, symbol) ? null : Find(source, compilation);
        }

        return own ?? RecordParameter(symbol, compilation) ?? (Ancestor(symbol) is { } ancestor ? Find(ancestor, compilation) : null);
    }

    private static XElement? FindOwn(ISymbol symbol, Compilation compilation)
    {
        if (!symbol.Locations.Any(location => location.IsInMetadata))
        {
            return Parse(symbol.GetDocumentationCommentXml());
        }

        return symbol.GetDocumentationCommentId() is { } id && symbol.ContainingAssembly is { } assembly
            && compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
                ? DocumentationFiles.Find(path, id)
                : null;
    }

    private static XElement? Parse(string? xml)
    {
        try
        {
            return string.IsNullOrEmpty(xml) ? null : XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // The compiler puts a remark in place of a comment that is no XML.
            return null;
        }
    }

    /// <summary>What a record says of a parameter is said of the property, too.</summary>
    private static XElement? RecordParameter(ISymbol symbol, Compilation compilation) =>
        symbol is IPropertySymbol { ContainingType: { IsRecord: true } record }
        && FindOwn(record.OriginalDefinition, compilation)?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == symbol.Name) is { } said
            ? new XElement("member", new XElement("summary", said.Nodes()))
            : null;

    /// <summary>What the symbol overrides, implements or derives from.</summary>
    private static ISymbol? Ancestor(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { OverriddenMethod: { } overridden } => overridden,
        IPropertySymbol { OverriddenProperty: { } overridden } => overridden,
        IEventSymbol { OverriddenEvent: { } overridden } => overridden,
        INamedTypeSymbol or INamespaceSymbol => null,
        { ContainingType: { } type } => type.AllInterfaces.SelectMany(contract => contract.GetMembers(symbol.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol)),
        _ => null,
    };
}
