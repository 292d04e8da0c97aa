using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Says what kernel this is and which language it runs.</summary>
internal sealed class KernelInfoHandler : RequestHandler
{
    /// <summary>This library's version.</summary>
    public static string Version { get; } =
        typeof(KernelInfoHandler).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override string MessageType => "kernel_info_request";

    public override Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var content = ReplyContent.Ok();
        content["protocol_version"] = MessageFormat.ProtocolVersion;
        content["implementation"] = "tandem";
        content["implementation_version"] = Version;
        content["banner"] = $"Tandem {Version}: C# notebooks on {RuntimeInformation.FrameworkDescription}";
        content["debugger"] = false;
        content["supported_features"] = new JsonArray();
        content["help_links"] = new JsonArray(Link("C#", "https://learn.microsoft.com/dotnet/csharp/"), Link(".NET API", "https://learn.microsoft.com/dotnet/api/"));
        content["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        };
        return Task.FromResult<JsonObject?>(content);
    }

    private static JsonObject Link(string text, string url) => new() { ["text"] = text, ["url"] = url };
}
