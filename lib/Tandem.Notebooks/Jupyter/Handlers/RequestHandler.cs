using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Does what one type of message asks for.</summary>
internal abstract class RequestHandler
{
    /// <summary>The type of message, such as <c>history_request</c>.</summary>
    public abstract string MessageType { get; }

    /// <summary>True when the kernel ends once the message was answered.</summary>
    public virtual bool EndsKernel => false;

    /// <summary>Carries the message out.</summary>
    /// <returns>The reply's content; null for messages without reply.</returns>
    public abstract Task<JsonObject?> HandleAsync(KernelRequest request);
}
