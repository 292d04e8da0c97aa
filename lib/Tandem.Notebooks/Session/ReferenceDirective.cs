namespace Tandem.Notebooks;

/// <summary>Finds the assembly that a <c>#r</c> directive names.</summary>
internal static class ReferenceDirective
{
    private const string PackagePrefix = "nuget:";

    /// <summary>The path of the assembly.</summary>
    /// <exception cref="ArgumentException">There is no such file, or the package is not one the host brings along.</exception>
    public static string Resolve(string argument, string folder)
    {
        if (argument.StartsWith(PackagePrefix, StringComparison.OrdinalIgnoreCase))
        {
            var package = argument[PackagePrefix.Length..].Split(',')[0].Trim();
            return HostReferences.PathOf(package)
                ?? throw new ArgumentException($"the package '{package}' is not among the assemblies of this program, and packages are not downloaded; reference its assembly by path: #r \"path/{package}.dll\"");
        }

        var path = Path.Combine(folder, argument);
        var name = argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? Path.GetFileName(argument)[..^4] : argument;
        return File.Exists(path) ? Path.GetFullPath(path)
            : HostReferences.PathOf(name)
            ?? throw new ArgumentException($"there is no assembly {path}; the path is taken from the notebook's folder");
    }
}
