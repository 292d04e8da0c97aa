using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;

namespace Tandem.Interactive;

/// <summary>
/// What <c>#r "nuget: Tandem.Interactive"</c> adds to .NET Interactive: training shows its progress in place, stopping a cell stops the training in it, and
/// <c>#!tandem</c> tells and chooses device and data folder. How tables, figures and models show is in the library itself; .NET Interactive finds it there.
/// </summary>
public static class TandemExtension
{
    // Not the kernel's own list of directives: a kernel may be gone and another begin in the same process.
    private static readonly ConditionalWeakTable<Kernel, object> _extended = [];

    /// <summary>Extends a kernel. A kernel that is extended already stays as it is.</summary>
    /// <param name="kernel">The root kernel; all kernels below it have the extension.</param>
    public static void Load(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!_extended.TryAdd(kernel, kernel))
        {
            return;
        }

        // Where training cannot replace what it showed – no cell runs –, it prints lines: there is no terminal.
        AppContext.SetSwitch("Tandem.Notebook", true);
        LiveProgress.Open = NotebookProgress.Open;
        CellInterruption.ConnectTo(kernel);
        TandemDirective.AddTo(kernel);
        KernelInvocationContext.Current?.DisplayAs($"Tandem {Installation.VersionOf(typeof(Table).Assembly)}: #!tandem tells and chooses device and data folder.", "text/plain");
    }
}
