namespace Tandem.Notebooks;

/// <summary><c>#i</c></summary>
internal sealed class SourceDirective() : DirectiveKind(new DirectiveSyntax(
    "#i",
    "Adds a place to look for packages in, for the #r lines after it.",
    new DirectiveOption("--source", "\"nuget:SOURCE\"", "The address of a feed, or a folder that holds .nupkg files.", IsRequired: true, IsImplicit: true)))
{
    public override bool IsFor(string kernel) => kernel == "csharp";

    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        var source = PackageRequest.WithoutPrefix(call.Text("--source")) is { Length: > 0 } text
            ? text
            : throw new ArgumentException("#i names a place for packages: #i \"nuget:https://example.org/v3/index.json\" or #i \"nuget:folder\"");
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.IsFile)
        {
            source = Path.GetFullPath(Path.Combine(plan.Folder, address?.LocalPath ?? source));
            if (!Directory.Exists(source))
            {
                throw new ArgumentException($"there is no folder {source}; the path is taken from the folder of {Path.GetFileName(plan.File)}");
            }
        }
        else if (address.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException($"'{source}' is neither a folder nor an address that begins with https:");
        }

        plan.AddPackageSource(source);
    }
}
