using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Asks a client for a line of input, one question at a time.</summary>
internal sealed class StdinChannel(RequestChannel channel) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private TaskCompletionSource<string>? _pending;

    /// <summary>The request whose cell runs: its sender is the one to ask.</summary>
    public JupyterMessage? Asker { get; set; }

    /// <summary>Takes the clients' answers until the token is cancelled. One that no question waits for any more is dropped.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => OwnThread.Run(() => channel.ReceiveAll(
        reply =>
        {
            if (reply.Type == "input_reply")
            {
                Volatile.Read(ref _pending)?.TrySetResult(reply.Text("value"));
            }
        },
        cancellationToken));

    /// <summary>Asks for a line of text, and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The client takes no questions.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> AskAsync(InputRequest request, CancellationToken cancellationToken)
    {
        if (Asker is not { } asker || !asker.Flag("allow_stdin", true))
        {
            throw new InvalidOperationException("The cell asks for input, and this front end takes no questions. Run the notebook in one that does, or give the value in the code.");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _pending, answer);
            channel.Answer(asker, "input_request", new JsonObject { ["prompt"] = request.Prompt, ["password"] = request.IsPassword });
            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _pending, null);
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
