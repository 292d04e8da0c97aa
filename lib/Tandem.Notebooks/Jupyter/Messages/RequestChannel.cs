using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>A socket on which clients send messages and get answers.</summary>
internal sealed class RequestChannel(string name, RouterSocket socket, MessageFormat format, Action<string> log)
{
    /// <summary>The next message that is one; others are dropped and logged.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public async Task<JupyterMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return format.Read(message);
            }
            catch (RejectedMessageException rejection)
            {
                log($"dropped a message on the {name} socket: {rejection.Message}");
            }
        }
    }

    /// <summary>Sends a message to whoever sent another.</summary>
    public void Answer(JupyterMessage request, string type, JsonObject content) => socket.Send(format.Write(request.Identities, request.Header, type, content));
}
