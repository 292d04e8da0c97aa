using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Events;
using KernelInfo = Microsoft.DotNet.Interactive.Documents.KernelInfo;

namespace Tandem.Interactive.Tests;

/// <summary>A notebook of .NET Interactive with C# cells, set up as its tool does it, with the extension loaded.</summary>
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

    /// <summary>What loading the extension showed.</summary>
    public IReadOnlyList<KernelEvent> Opening { get; private set; } = [];

    /// <summary>With the extension loaded by the script that the package has for it.</summary>
    public static async Task<Notebook> OpenAsync()
    {
        var notebook = new Notebook();
        var opening = new List<KernelEvent>();
        using (notebook._kernel.KernelEvents.Subscribe(new Listener(opening.Add)))
        {
            await notebook._kernel.LoadAndRunInteractiveDocument(new FileInfo(Path.Combine(AppContext.BaseDirectory, "extension.dib")));
        }

        notebook.Opening = opening;
        return notebook;
    }

    /// <summary>The cells of a notebook file.</summary>
    public static Task<InteractiveDocument> ReadAsync(string path)
    {
        var kernels = new KernelInfoCollection { DefaultKernelName = "csharp" };
        kernels.AddRange([new KernelInfo("csharp", "C#"), new KernelInfo("markdown", "Markdown"), new KernelInfo("mermaid", "Mermaid")]);
        return InteractiveDocument.LoadAsync(new FileInfo(path), kernels);
    }

    /// <summary>Runs a cell that is to succeed; what it shows.</summary>
    public async Task<IReadOnlyList<KernelEvent>> RunAsync(string code)
    {
        var events = await TryAsync(code);
        Assert.Empty(events.OfType<CommandFailed>().Select(failed => failed.Message));
        return events;
    }

    /// <summary>Runs a cell, come what may.</summary>
    public Task<IReadOnlyList<KernelEvent>> TryAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>Runs a cell that is to fail; its message.</summary>
    public async Task<string> FailureAsync(string code) => Assert.Single((await TryAsync(code)).OfType<CommandFailed>()).Message;

    /// <summary>Runs a cell and stops it when it has shown something; what its failure says.</summary>
    public async Task<string> StopAfterFirstDisplayAsync(string code)
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = _kernel.KernelEvents.Subscribe(new Listener(happened =>
        {
            if (happened is DisplayedValueProduced)
            {
                shown.TrySetResult();
            }
        }));
        var running = TryAsync(code);
        await shown.Task.WaitAsync(TestContext.Current.CancellationToken);
        await SendAsync(new Cancel());
        return Assert.Single((await running).OfType<CommandFailed>()).Message;
    }

    /// <summary>What may follow the text of a cell.</summary>
    public async Task<HashSet<string>> CompletionsAsync(string code) =>
    [
        .. (await SendAsync(new RequestCompletions(code, new LinePosition(0, code.Length))))
            .OfType<CompletionsProduced>().SelectMany(produced => produced.Completions).Select(completion => completion.InsertText),
    ];

    public void Dispose() => _kernel.Dispose();

    private async Task<IReadOnlyList<KernelEvent>> SendAsync(KernelCommand command) => (await _kernel.SendAsync(command, TestContext.Current.CancellationToken)).Events;

    private sealed class Listener(Action<KernelEvent> happened) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value) => happened(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
