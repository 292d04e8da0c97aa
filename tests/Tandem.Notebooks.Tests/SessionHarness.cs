namespace Tandem.Notebooks.Tests;

/// <summary>A session and what its cells showed.</summary>
internal sealed class SessionHarness : IDisposable
{
    private readonly NotebookSession _session;
    private int _number;
    private int _line = 1;

    public SessionHarness(SessionOptions? options = null) => _session = new NotebookSession(options ?? new SessionOptions { File = "test.dib" });

    public List<CellOutput> Outputs { get; } = [];

    /// <summary>The console text of all cells so far.</summary>
    public string Console => string.Concat(Outputs.OfType<StreamOutput>().Select(output => output.Text));

    /// <summary>The plain text of the values shown so far.</summary>
    public IReadOnlyList<string> Shown =>
        [.. Outputs.Select(output => output switch { DisplayOutput d => d.Content, ResultOutput r => r.Content, _ => null }).OfType<MimeBundle>().Select(content => content.Find(MimeTypes.PlainText)!)];

    public async Task<CellResult> Run(string source, string kernel = "csharp")
    {
        var cell = new NotebookCell(kernel, source, _line);
        _line += source.Split('\n').Length;
        return await _session.RunAsync(cell, ++_number, Outputs.Add, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a cell and stops it when it has shown a certain output.</summary>
    public async Task<CellResult> RunAndStop(string source, Predicate<CellOutput> when)
    {
        using var stop = new CancellationTokenSource();
        var cell = new NotebookCell("csharp", source, _line);
        _line += source.Split('\n').Length;
        return await _session.RunAsync(cell, ++_number, Show, stop.Token);

        void Show(CellOutput output)
        {
            Outputs.Add(output);
            if (when(output))
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>Runs cells that are expected to succeed.</summary>
    public async Task RunAll(params string[] sources)
    {
        foreach (var source in sources)
        {
            var result = await Run(source);
            Assert.True(result.Succeeded, result.Failure?.ToString());
        }
    }

    /// <summary>The completions at the end of code.</summary>
    public async Task<IReadOnlyList<string>> Complete(string code) =>
        [.. (await _session.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken)).Items.Select(item => item.Text)];

    public void Dispose() => _session.Dispose();
}
