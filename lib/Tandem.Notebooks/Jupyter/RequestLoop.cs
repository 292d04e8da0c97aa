using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Tandem.Notebooks;

/// <summary>Works on what comes over one socket, one message after another, in order.</summary>
internal sealed class RequestLoop(RequestChannel channel, IoPubChannel iopub, IReadOnlyList<RequestHandler> handlers, Action<string> log)
{
    private const string Execute = "execute_request";

    private readonly Dictionary<string, RequestHandler> _handlers = handlers.ToDictionary(handler => handler.MessageType);
    private readonly Channel<JupyterMessage> _queue = Channel.CreateUnbounded<JupyterMessage>();

    /// <summary>Of the messages that come next, those that waited already when a cell failed: cells among them are not run.</summary>
    private int _stopped;

    /// <summary>Runs until a message ends the kernel.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(ended.Token);
        await WorkAsync(cancellationToken).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _queue.Writer.TryWrite(await channel.ReceiveAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            var isStopped = _stopped > 0;
            _stopped -= isStopped ? 1 : 0;
            var request = new KernelRequest(message, channel, iopub);
            if (!_handlers.TryGetValue(message.Type, out var handler))
            {
                Refuse(request);
            }
            else
            {
                await HandleAsync(handler, request, isStopped).ConfigureAwait(false);
                if (handler.EndsKernel)
                {
                    return;
                }
            }
        }
    }

    private void Refuse(KernelRequest request)
    {
        log($"a message of the type '{request.Message.Type}' is not known here");
        if (request.WantsReply)
        {
            request.Reply(ReplyContent.Error("UnknownMessage", $"This kernel does not know messages of the type '{request.Message.Type}'."));
        }
    }

    private async Task HandleAsync(RequestHandler handler, KernelRequest request, bool isStopped)
    {
        request.PublishStatus("busy");
        var reply = isStopped && request.Message.Type == Execute ? ReplyContent.Aborted() : await AnswerAsync(handler, request).ConfigureAwait(false);
        if (Fails(request.Message, reply))
        {
            _stopped = _queue.Reader.Count;
        }

        if (reply is not null)
        {
            request.Reply(reply);
        }

        request.PublishStatus("idle");
    }

    private static bool Fails(JupyterMessage message, JsonObject? reply) =>
        message.Type == Execute && message.Flag("stop_on_error", true) && (string?)reply!["status"] == "error";

    private async Task<JsonObject?> AnswerAsync(RequestHandler handler, KernelRequest request)
    {
        try
        {
            return await handler.HandleAsync(request).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever it is, the client waits for an answer and the next message for its turn.
            log($"{request.Message.Type} failed: {failure}");
            return request.WantsReply ? ReplyContent.Error(failure.GetType().Name, failure.Message) : null;
        }
    }
}
