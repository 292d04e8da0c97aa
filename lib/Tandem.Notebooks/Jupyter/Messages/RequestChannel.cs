using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>A socket on which clients send messages and get answers.</summary>
/// <param name="name">What the protocol calls the channel, for the log.</param>
/// <param name="socket">The socket.</param>
/// <param name="format">Reads and signs messages.</param>
/// <param name="log">Takes a line about each message that was dropped.</param>
/// <param name="questions">The socket on which its clients are asked, each under the identity that it has here; null where none is asked. A client says nothing there before it is asked, so what it signs here shows for that socket, too, that it belongs to the session.</param>
internal sealed class RequestChannel(string name, RouterSocket socket, MessageFormat format, Action<string> log, RouterSocket? questions = null)
{
    /// <summary>Hands on every message until the socket is closed or the token is cancelled. What is none is dropped and logged.</summary>
    public void ReceiveAll(Action<JupyterMessage> take, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Receive(take, cancellationToken);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody reads any more.
        }
    }

    /// <summary>Whether only a client signs messages of a type. What the kernel itself has signed and published, anybody who subscribed could send back.</summary>
    private static bool IsOfClient(string type) => type == "input_reply" || (type.EndsWith("_request", StringComparison.Ordinal) && type != "input_request");

    /// <summary>Sends a message to whoever sent another.</summary>
    public void Answer(JupyterMessage request, string type, JsonObject content) => socket.Send(format.Write(request.Identities, request.Header, type, content));

    private void TrustWithQuestions(ReadOnlyMemory<byte> identity)
    {
        // An identity that this side made up is another peer's on another socket.
        if (!RouterSocket.IsMadeUp(identity))
        {
            questions?.Trust(identity);
        }
    }

    private void Receive(Action<JupyterMessage> take, CancellationToken cancellationToken)
    {
        var message = socket.Receive(cancellationToken);
        try
        {
            var read = format.Read(message);
            if (IsOfClient(read.Type))
            {
                socket.Trust(message.Frames[0]);
                TrustWithQuestions(message.Frames[0]);
            }

            take(read);
        }
        catch (RejectedMessageException rejection)
        {
            log($"dropped a message on the {name} socket: {rejection.Message}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException and not ObjectDisposedException)
        {
            // Whatever a message does, the next one is read.
            log($"dropped a message on the {name} socket, which failed: {failure}");
        }
    }
}
