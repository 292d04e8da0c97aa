namespace Tandem.Notebooks;

/// <summary>What a completion stands for.</summary>
public enum CompletionKind
{
    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>A local variable, a parameter, or a variable that a cell declared.</summary>
    Variable,

    /// <summary>A parameter's name before its argument.</summary>
    ArgumentName,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A constant.</summary>
    Constant,

    /// <summary>A property.</summary>
    Property,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A method.</summary>
    Method,

    /// <summary>A class or a record.</summary>
    Class,

    /// <summary>A struct.</summary>
    Struct,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>A member of an enumeration.</summary>
    EnumMember,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>A type parameter.</summary>
    TypeParameter,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A directive, or an option or value of one.</summary>
    Directive,

    /// <summary>A file or folder.</summary>
    File,
}
