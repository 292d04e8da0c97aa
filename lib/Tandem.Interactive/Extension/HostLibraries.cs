using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Tandem.Interactive;

/// <summary>
/// Lets packages use the F# library that .NET Interactive has loaded. Plotly.NET asks for a newer version, which lies nowhere that the host looks; it uses nothing that the host's lacks.
/// </summary>
internal static class HostLibraries
{
    private const string FSharp = "FSharp.Core";

    /// <summary>Answers for the F# library where no file of the version that is asked for is found.</summary>
#pragma warning disable CA2255 // Charts are made without a call to the extension, too.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Share() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == FSharp ? context.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == FSharp) : null;
}
