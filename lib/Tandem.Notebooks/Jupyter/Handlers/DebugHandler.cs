using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Tells a debugger, in its own protocol, that this kernel has none.</summary>
internal sealed class DebugHandler : RequestHandler
{
    public override string MessageType => "debug_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request) => Task.FromResult<JsonObject?>(new JsonObject
    {
        ["type"] = "response",
        ["seq"] = 1,
        ["request_seq"] = request.Message.Number("seq") ?? 0,
        ["success"] = false,
        ["command"] = request.Message.Text("command"),
        ["message"] = "This kernel has no debugger.",
        ["body"] = new JsonObject(),
    });
}
