namespace Tandem.Notebooks;

/// <summary>The kernels known to a notebook: the usual ones, and those its metadata adds.</summary>
public sealed class KernelNames
{
    private static readonly KernelInfo[] _usual =
    [
        new("csharp", "C#", ["cs", "c#", "C#"]),
        new("fsharp", "F#", ["fs", "f#", "F#"]),
        new("pwsh", "PowerShell", ["powershell"]),
        new("javascript", "JavaScript", ["js"]),
        new("html", "HTML", []),
        new("svg", "SVG", []),
        new("http", "HTTP", []),
        new("mermaid", "Mermaid", []),
        new("value", null, []),
        new("sql", "SQL", []),
        new("kql", "KQL", []),
        new("markdown", "Markdown", ["md"]),
    ];

    private readonly Dictionary<string, string> _canonicalByAlias = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _languages = new(StringComparer.Ordinal);

    /// <summary>Starts with the usual kernels.</summary>
    public KernelNames()
    {
        foreach (var kernel in _usual)
        {
            Add(kernel);
        }
    }

    /// <summary>Starts with the usual kernels and those of a notebook.</summary>
    /// <param name="kernels">The kernels that the notebook lists.</param>
    /// <exception cref="ArgumentNullException"><paramref name="kernels"/> is null.</exception>
    public KernelNames(IEnumerable<KernelInfo> kernels)
        : this()
    {
        ArgumentNullException.ThrowIfNull(kernels);
        foreach (var kernel in kernels)
        {
            Add(kernel);
        }
    }

    /// <summary>The kernels' canonical names.</summary>
    public IReadOnlyList<string> Names => [.. _canonicalByAlias.Values.Distinct()];

    /// <summary>The name of a kernel's language; null when it is not known.</summary>
    internal string? LanguageOf(string kernel) => _languages.GetValueOrDefault(kernel);

    /// <summary>Adds a kernel, or adds aliases to one that is known.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <exception cref="ArgumentNullException"><paramref name="kernel"/> is null.</exception>
    public void Add(KernelInfo kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _canonicalByAlias[kernel.Name] = kernel.Name;
        _languages[kernel.Name] = kernel.LanguageName ?? _languages.GetValueOrDefault(kernel.Name);
        foreach (var alias in kernel.Aliases)
        {
            _canonicalByAlias.TryAdd(alias, kernel.Name);
        }
    }

    /// <summary>The kernel for a language's display name, such as <c>F#</c>; null when no usual kernel is written in it.</summary>
    internal static string? OfLanguage(string language) => Array.Find(_usual, kernel => string.Equals(kernel.LanguageName, language, StringComparison.OrdinalIgnoreCase))?.Name;

    /// <summary>The canonical name for a name or alias; null when no kernel is called that.</summary>
    /// <param name="alias">A kernel's name or alias, compared exactly and with case.</param>
    /// <exception cref="ArgumentNullException"><paramref name="alias"/> is null.</exception>
    public string? Resolve(string alias) => _canonicalByAlias.GetValueOrDefault(alias);
}
