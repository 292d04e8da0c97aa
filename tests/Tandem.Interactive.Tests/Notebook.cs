using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Tandem.Interactive.Tests;

/// <summary>A notebook of .NET Interactive with C# cells, as its tool sets one up, with the extension loaded.</summary>
internal sealed class Notebook : IDisposable
{
    private readonly CompositeKernel _kernel = [];

    private Notebook()
    {
        var csharp = new CSharpKernel().UseKernelHelpers().UseValueSharing();
        csharp.AddAssemblyReferences([typeof(Table).Assembly.Location, typeof(Tensors.Tensor).Assembly.Location, typeof(TandemExtension).Assembly.Location]);
        _kernel.Add(csharp);
        _kernel.DefaultKernelName = csharp.Name;
    }

    /// <summary>With the extension loaded by the script that the package has for it.</summary>
    public static async Task<Notebook> OpenAsync()
    {
        var notebook = new Notebook();
        await notebook._kernel.LoadAndRunInteractiveDocument(new FileInfo(Path.Combine(AppContext.BaseDirectory, "extension.dib")));
        return notebook;
    }

    /// <summary>Runs a cell that is to succeed; what it shows.</summary>
    public async Task<IReadOnlyList<KernelEvent>> RunAsync(string code)
    {
        var events = await TryAsync(code);
        Assert.Empty(events.OfType<CommandFailed>().Select(failed => failed.Message));
        return events;
    }

    /// <summary>Runs a cell, come what may.</summary>
    public async Task<IReadOnlyList<KernelEvent>> TryAsync(string code) => (await _kernel.SendAsync(new SubmitCode(code), TestContext.Current.CancellationToken)).Events;

    /// <summary>Runs a cell that is to fail; its message.</summary>
    public async Task<string> FailureAsync(string code) => Assert.Single((await TryAsync(code)).OfType<CommandFailed>()).Message;

    public void Dispose() => _kernel.Dispose();
}
