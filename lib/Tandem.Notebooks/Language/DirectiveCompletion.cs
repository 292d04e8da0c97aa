namespace Tandem.Notebooks;

/// <summary>Completes directives: their names, their options, and the values of those.</summary>
/// <param name="kernels">The kernels that a cell can name.</param>
/// <param name="folder">The folder that relative paths are taken from.</param>
/// <param name="variables">The names of the session's variables.</param>
internal sealed class DirectiveCompletion(KernelNames kernels, string folder, Func<IEnumerable<string>> variables)
{
    private static readonly string[] _notebooks = [".dib", ".ipynb", ".cs", ".csx", ".html", ".htm", ".js"];

    private static readonly string[] _assemblies = [".dll"];

    private static readonly string[] _mimeTypes = ["application/json", "text/csv", "text/html", "text/plain"];

    /// <summary>What may take the place of the word at the site.</summary>
    public CompletionList Complete(DirectiveSite site)
    {
        if (site.Name is null)
        {
            return List(site, [.. DirectiveTable.All.Select(directive => directive.Name), .. kernels.Names.Select(kernel => "#!" + kernel)]);
        }

        if (SyntaxOf(site.Name) is not { } syntax)
        {
            return CompletionList.None(site.End);
        }

        return OptionAt(site, syntax) is { } option && !site.Typed.StartsWith('-')
            ? CompleteValue(site, syntax, option)
            : List(site, syntax.Options.Select(option => option.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal) && site.Words.All(word => word.Text != name)));
    }

    private DirectiveSyntax? SyntaxOf(string name) =>
        DirectiveTable.Find(name)?.Syntax ?? (kernels.Resolve(name.TrimStart('#', '!')) is { } kernel ? CellKernels.Of(kernel).Selector : null);

    /// <summary>The option whose value the word is; null when it is an option's name.</summary>
    private static DirectiveOption? OptionAt(DirectiveSite site, DirectiveSyntax syntax)
    {
        if (site.Words is [.., { IsOption: true } last])
        {
            return syntax.Options.FirstOrDefault(option => option.Name == last.Text && option.ValueName is not null);
        }

        return syntax.Options.FirstOrDefault(option => option.IsImplicit && site.Words.Count == 0);
    }

    private CompletionList CompleteValue(DirectiveSite site, DirectiveSyntax syntax, DirectiveOption option) => (syntax.Name, option.Name) switch
    {
        ("#r", _) => PackageCompletion.IsPackage(site.Typed) ? PackageCompletion.Complete(site) : Files(site, _assemblies, "nuget:"),
        ("#i", _) => Files(site, [], "nuget:"),
        (_, "--file") => Files(site, _notebooks),
        (_, "--from") => List(site, kernels.Names),
        (_, "--mime-type") => List(site, _mimeTypes),
        ("#!set", "--value") => List(site, ["@input:", "@password:", .. kernels.Names.Select(kernel => $"@{kernel}:"), .. variables().Select(name => $"@csharp:{name}")]),
        ("#!share", "--name") => List(site, variables()),
        _ => CompletionList.None(site.End),
    };

    private static CompletionList List(DirectiveSite site, IEnumerable<string> texts)
    {
        var items = new CompletionItems(site.Typed);
        foreach (var text in texts)
        {
            items.Add(text, CompletionKind.Directive, CompletionRank.Expected);
        }

        return new CompletionList(site.Start, site.End, items.Sorted());
    }

    /// <summary>The folders, and the files of some kinds, that begin as the path that was typed.</summary>
    private CompletionList Files(DirectiveSite site, string[] extensions, params string[] beginnings)
    {
        var items = new CompletionItems(site.Typed);
        var parent = site.Typed[..(site.Typed.LastIndexOfAny(['/', '\\']) + 1)];
        foreach (var entry in Entries(Path.Combine(folder, parent)))
        {
            if (entry is DirectoryInfo)
            {
                items.Add($"{parent}{entry.Name}/", CompletionKind.File, CompletionRank.Type);
            }
            else if (extensions.Contains(entry.Extension.ToLowerInvariant()))
            {
                items.Add(parent + entry.Name, CompletionKind.File, CompletionRank.Member);
            }
        }

        foreach (var beginning in beginnings)
        {
            items.Add(beginning, CompletionKind.Directive, CompletionRank.Expected);
        }

        return new CompletionList(site.Start, site.End, items.Sorted());
    }

    private static IEnumerable<FileSystemInfo> Entries(string path)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Where(entry => !entry.Name.StartsWith('.'))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // There is no such folder, or none that may be read.
            return [];
        }
    }
}
