namespace Tandem.Notebooks;

/// <summary><c>#r</c></summary>
internal sealed class ReferenceDirective() : DirectiveKind(new DirectiveSyntax(
    "#r",
    "Lets the code use an assembly, or a NuGet package that is downloaded if need be.",
    new DirectiveOption("--reference", "\"file.dll\"|\"nuget:NAME[,VERSION]\"", "The file or the package; 1.* is the newest 1, *-* the newest at all.", IsRequired: true, IsImplicit: true)))
{
    public override bool IsFor(string kernel) => kernel == "csharp";

    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        var argument = call.Text("--reference");
        if (PackageRequest.WithoutPrefix(argument) is { } package)
        {
            plan.Request(PackageRequest.Parse(package, call.Place));
        }
        else
        {
            plan.Reference(PathOf(argument, plan.Folder));
        }
    }

    /// <exception cref="ArgumentException">There is no such file.</exception>
    private static string PathOf(string argument, string folder)
    {
        var path = Path.Combine(folder, argument);
        var name = argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFileName(argument)[..^4] : argument;
        return File.Exists(path) ? Path.GetFullPath(path)
            : HostReferences.PathOf(name)
            ?? throw new ArgumentException($"there is no assembly {path}; the path is taken from the notebook's folder");
    }
}
