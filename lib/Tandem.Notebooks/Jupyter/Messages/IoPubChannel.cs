using System.Text;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>The socket on which the kernel tells all its clients what goes on.</summary>
internal sealed class IoPubChannel
{
    private readonly PublisherSocket _socket;
    private readonly MessageFormat _format;

    public IoPubChannel(PublisherSocket socket, MessageFormat format)
    {
        _socket = socket;
        _format = format;
        socket.Subscribed += Welcome;
    }

    /// <summary>Sends a message to every client.</summary>
    /// <param name="parent">The header of the request that it belongs to; empty for none.</param>
    /// <param name="type">Its type, which is its topic too.</param>
    /// <param name="content">Its content.</param>
    public void Publish(ReadOnlyMemory<byte> parent, string type, JsonObject content) =>
        _socket.Send(_format.Write([Encoding.UTF8.GetBytes(type)], parent, type, content));

    /// <summary>Tells a client that from now on it misses nothing.</summary>
    private void Welcome(ReadOnlyMemory<byte> subscription) =>
        _socket.Send(_format.Write([subscription], default, "iopub_welcome", new JsonObject { ["subscription"] = Encoding.UTF8.GetString(subscription.Span) }));
}
