using System.Text;

namespace Tandem.Notebooks;

/// <summary>How a directive is written, and what it does in one sentence.</summary>
/// <param name="Name">The directive with its prefix.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Options">The options that it knows.</param>
internal sealed record DirectiveSyntax(string Name, string Summary, params IReadOnlyList<DirectiveOption> Options)
{
    /// <summary>True when the directive may carry options that this session has no use for; they are passed over.</summary>
    public bool IsLenient { get; init; }

    /// <summary>The line as the help shows it.</summary>
    public string Usage => string.Join(' ', Options.Select(UsageOf).Prepend(Name));

    /// <summary>True when the words ask for help.</summary>
    public static bool AsksForHelp(Directive directive) => directive.Words.Any(word => word is { IsQuoted: false, Expression: null, Text: "--help" or "-h" or "-?" });

    /// <summary>Several lines: what it does, how it is written, its options.</summary>
    public string Help()
    {
        var text = new StringBuilder().Append(Summary).Append("\n\n").Append(Usage);
        var width = Options.Select(option => UsageName(option).Length).DefaultIfEmpty().Max();
        foreach (var option in Options)
        {
            text.Append("\n  ").Append(UsageName(option).PadRight(width)).Append("  ").Append(option.Summary);
        }

        return text.ToString();
    }

    /// <summary>Sorts the words into the options' values.</summary>
    /// <exception cref="ArgumentException">A word fits no option, or a value is missing.</exception>
    public IReadOnlyDictionary<string, DirectiveWord> Bind(Directive directive)
    {
        if (directive.Problem is { } problem)
        {
            throw new ArgumentException(problem);
        }

        var values = new Dictionary<string, DirectiveWord>(StringComparer.Ordinal);
        for (var i = 0; i < directive.Words.Count; i++)
        {
            var word = directive.Words[i];
            var option = word.IsOption ? Find(word.Text) : ImplicitFor(word, values);
            if (option is null)
            {
                continue;
            }

            if (word.IsOption && option.ValueName is not null)
            {
                i++;
                word = i < directive.Words.Count && !directive.Words[i].IsOption ? directive.Words[i] : throw new ArgumentException($"{Name} needs a value after {option.Name}; it is written {Usage}");
            }

            if (!values.TryAdd(option.Name, word))
            {
                throw new ArgumentException($"{Name} was given {option.Name} twice");
            }
        }

        return Options.FirstOrDefault(option => option.IsRequired && !values.ContainsKey(option.Name)) is { } missing
            ? throw new ArgumentException(missing.IsImplicit ? $"{Name} needs an argument; it is written {Usage}" : $"{Name} needs {missing.Name} and a value after it; it is written {Usage}")
            : values;
    }

    private DirectiveOption? Find(string name) =>
        Options.FirstOrDefault(option => option.Name == name)
        ?? (IsLenient ? null : throw new ArgumentException($"{Name} has no option {name}{Nearest.Hint(name, Options.Select(option => option.Name))}; it is written {Usage}"));

    private DirectiveOption? ImplicitFor(DirectiveWord word, Dictionary<string, DirectiveWord> values) =>
        Options.FirstOrDefault(option => option.IsImplicit && !values.ContainsKey(option.Name))
        ?? (IsLenient ? null : throw new ArgumentException($"{Name} has no place for '{word}'; it is written {Usage}"));

    private static string UsageOf(DirectiveOption option)
    {
        var text = option.IsImplicit ? option.ValueName! : UsageName(option);
        return option.IsRequired ? text : $"[{text}]";
    }

    private static string UsageName(DirectiveOption option) => option.ValueName is null ? option.Name : $"{option.Name} {option.ValueName}";
}
