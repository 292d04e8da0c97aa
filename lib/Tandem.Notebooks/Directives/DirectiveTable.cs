namespace Tandem.Notebooks;

/// <summary>The directives that sessions know.</summary>
internal static class DirectiveTable
{
    /// <summary>All of them, as the help lists them.</summary>
    public static IReadOnlyList<DirectiveKind> All { get; } =
    [
        new ReferenceDirective(),
        new SourceDirective(),
        new ImportDirective(),
        new SetDirective(),
        new ShareDirective(),
        new WhoDirective(),
        new WhosDirective(),
        new TimeDirective(),
        new AboutDirective(),
        new TandemDirective(),
        new ListDirective(),
        new ConnectDirective(),
    ];

    public static DirectiveKind? Find(string name) => All.FirstOrDefault(directive => directive.Name == name);

    /// <summary>The failure that an unknown directive is.</summary>
    public static ArgumentException Unknown(string name, KernelNames kernels) =>
        new($"the directive {name} is not known here{Nearest.Hint(name, All.Select(directive => directive.Name).Concat(kernels.Names.Select(kernel => "#!" + kernel)))}; #!lsmagic lists those that are");
}
