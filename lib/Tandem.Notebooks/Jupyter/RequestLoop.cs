using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>
/// Works on what comes over one socket, one message after another, in order. It has threads of its own: a cell that keeps the thread pool busy must not hold
/// up the message that stops it.
/// </summary>
internal sealed class RequestLoop(RequestChannel channel, IoPubChannel iopub, IReadOnlyList<RequestHandler> handlers, Action<string> log)
{
    private const string Execute = "execute_request";

    private readonly Dictionary<string, RequestHandler> _handlers = handlers.ToDictionary(handler => handler.MessageType);
    private readonly BlockingCollection<JupyterMessage> _queue = [];

    /// <summary>Of the messages that come next, those that waited already when a cell failed: cells among them are not run.</summary>
    private int _stopped;

    /// <summary>Runs until a message ends the kernel, or the token is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _ = OwnThread.Run(() => channel.ReceiveAll(_queue.Add, cancellationToken));
        return OwnThread.Run(() => Work(cancellationToken));
    }

    private void Work(CancellationToken cancellationToken)
    {
        foreach (var message in _queue.GetConsumingEnumerable(cancellationToken))
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
                Handle(handler, request, isStopped);
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

    /// <summary>Works on a message. Whatever it does, the next one has its turn.</summary>
    private void Handle(RequestHandler handler, KernelRequest request, bool isStopped)
    {
        try
        {
            Work(handler, request, isStopped);
        }
        catch (Exception failure) when (failure is not OperationCanceledException and not ObjectDisposedException)
        {
            log($"{request.Message.Type} could not be answered: {failure}");
        }
    }

    private void Work(RequestHandler handler, KernelRequest request, bool isStopped)
    {
        request.PublishStatus("busy");
        var reply = isStopped && request.Message.Type == Execute ? ReplyContent.Aborted() : Answer(handler, request);
        if (Fails(request.Message, reply))
        {
            _stopped = _queue.Count;
        }

        if (reply is not null)
        {
            request.Reply(reply);
        }

        request.PublishStatus("idle");
    }

    private static bool Fails(JupyterMessage message, JsonObject? reply) =>
        message.Type == Execute && message.Flag("stop_on_error", true) && (string?)reply!["status"] == "error";

    private JsonObject? Answer(RequestHandler handler, KernelRequest request)
    {
        try
        {
            return handler.HandleAsync(request).GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            // Whatever it is, the client waits for an answer and the next message for its turn.
            log($"{request.Message.Type} failed: {failure}");
            return request.WantsReply ? ReplyContent.Error(failure.GetType().Name, failure.Message) : null;
        }
    }
}
