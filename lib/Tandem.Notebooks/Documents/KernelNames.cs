namespace Tandem.Notebooks;

/// <summary>The kernels known to a notebook: the usual ones, and those its metadata adds.</summary>
public sealed class KernelNames
{
    private const string ConnectDirective = "#!connect";

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

    /// <summary>The kernels that a notebook's cells can name: the usual ones, those of its metadata, and those that its cells connect.</summary>
    /// <param name="kernels">The kernels that the metadata lists.</param>
    /// <param name="texts">The texts of the cells, or of the whole file.</param>
    internal static KernelNames Of(IEnumerable<KernelInfo> kernels, IEnumerable<string> texts)
    {
        var names = new KernelNames(kernels);
        foreach (var line in texts.Where(text => text.Contains(ConnectDirective, StringComparison.Ordinal)).SelectMany(TextLines.Split))
        {
            names.AddConnected(line);
        }

        return names;
    }

    /// <summary>The kernels' canonical names.</summary>
    public IReadOnlyList<string> Names => [.. _canonicalByAlias.Values.Distinct()];

    /// <summary>The name of a kernel's language; null when it is not known.</summary>
    internal string? LanguageOf(string kernel) => _languages.GetValueOrDefault(kernel) ?? (IsConnection(kernel) ? _languages[kernel[..3]] : null);

    /// <summary>Whether a kernel is one of the usual ones, or listed or connected by the notebook.</summary>
    internal bool Contains(string kernel) => _languages.ContainsKey(kernel);

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
    /// <remarks>
    /// A name that begins with <c>sql-</c> or <c>kql-</c> is a kernel's even if no metadata lists it: .NET Interactive gives such names to the databases that a
    /// notebook connects to while it runs.
    /// </remarks>
    /// <param name="alias">A kernel's name or alias, compared exactly and with case.</param>
    /// <exception cref="ArgumentNullException"><paramref name="alias"/> is null.</exception>
    public string? Resolve(string alias) => _canonicalByAlias.GetValueOrDefault(alias) ?? (IsConnection(alias) ? alias : null);

    /// <summary>Adds the kernel that a line such as <c>#!connect jupyter --kernel-name python</c> names.</summary>
    private void AddConnected(string line)
    {
        if (Directive.Parse(line) is not { Name: ConnectDirective, Words: var words })
        {
            return;
        }

        var option = words.ToList().FindIndex(word => word.Text == "--kernel-name");
        if (option >= 0 && option + 1 < words.Count && !_canonicalByAlias.ContainsKey(words[option + 1].Text))
        {
            Add(new KernelInfo(words[option + 1].Text, null, []));
        }
    }

    private static bool IsConnection(string name) =>
        name.Length > 4 && (name.StartsWith("sql-", StringComparison.Ordinal) || name.StartsWith("kql-", StringComparison.Ordinal)) && !name.Any(char.IsWhiteSpace);
}
