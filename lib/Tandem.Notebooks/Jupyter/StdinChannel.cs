using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Asks a client for a line of input, one question at a time.</summary>
internal sealed class StdinChannel(RequestChannel channel) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private TaskCompletionSource<string>? _pending;

    /// <summary>Takes the clients' answers, for as long as the socket is open. One that no question waits for any more is dropped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await channel.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            if (reply.Type == "input_reply")
            {
                Volatile.Read(ref _pending)?.TrySetResult(reply.Text("value"));
            }
        }
    }

    /// <summary>Asks the client that sent a request, and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The client takes no questions.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<string> AskAsync(JupyterMessage request, string prompt, bool isPassword, CancellationToken cancellationToken)
    {
        if (!request.Flag("allow_stdin", true))
        {
            throw new InvalidOperationException("The cell asks for input, and this front end takes no questions; run the notebook in one that does, or give the value in the code.");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _pending, answer);
            channel.Answer(request, "input_request", new JsonObject { ["prompt"] = prompt, ["password"] = isPassword });
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
