namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from the assemblies that see this one's internals; the compiler knows the attribute by its name.</summary>
internal sealed class EmbeddedAttribute : Attribute;
