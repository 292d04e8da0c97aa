using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Runs cells.</summary>
internal sealed class ExecuteHandler(KernelSession session, ExecutionHistory history, StdinChannel stdin) : RequestHandler
{
    private static readonly KernelNames _kernels = new();

    private readonly DisplayIds _displays = new();
    private int _count;
    private RunningCell? _running;

    public override string MessageType => "execute_request";

    public override async Task<JsonObject?> HandleAsync(KernelRequest request)
    {
        var code = request.Message.Text("code");
        var isSilent = request.Message.Flag("silent", false);
        if (string.IsNullOrWhiteSpace(code))
        {
            return Ok(_count, []);
        }

        var isStored = !isSilent && request.Message.Flag("store_history", true);
        var number = _count + 1;
        _count += isStored ? 1 : 0;
        if (!isSilent)
        {
            request.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number });
        }

        var publisher = new CellPublisher(request, number, isSilent, _displays, () => Volatile.Read(ref _running)?.Request);
        Volatile.Write(ref _running, new RunningCell(request, number, publisher));
        stdin.Asker = request.Message;
        try
        {
            var failure = await session.RunAsync(Cell(request.Message, code), number, publisher.Show).ConfigureAwait(false);
            if (isStored)
            {
                history.Add(number, code, publisher.Result);
            }

            return failure is null ? Ok(number, await EvaluateAsync(request.Message, number, publisher).ConfigureAwait(false)) : Error(number, failure);
        }
        finally
        {
            stdin.Asker = null;
            Volatile.Write(ref _running, null);
            publisher.Flush();
        }
    }

    /// <summary>Tells the clients that the cell which runs ends the process; does nothing between cells.</summary>
    public void ReportExit()
    {
        if (Interlocked.Exchange(ref _running, null) is { } cell)
        {
            var failure = new CellFailure(cell.Number, "", 1, "", "ProcessExit", "The cell ended the kernel's process. What the notebook computed is lost; run its cells again.", []);
            cell.Publisher.Show(new ErrorOutput(failure));
            cell.Request.Reply(Error(cell.Number, failure));
            cell.Request.PublishStatus("idle");
        }
    }

    /// <summary>The cell in the language that its metadata names, as notebooks with cells of several languages have it; else in C#.</summary>
    private static NotebookCell Cell(JupyterMessage message, string code) =>
        new(KernelOf(message.Metadata, "polyglot_notebook", "kernelName") ?? KernelOf(message.Metadata, "dotnet_interactive", "language") ?? "csharp", code, 1);

    private static string? KernelOf(JsonElement metadata, string section, string name) =>
        metadata.TryGetProperty(section, out var found) && found.ValueKind == JsonValueKind.Object
        && found.TryGetProperty(name, out var kernel) && kernel.ValueKind == JsonValueKind.String
            ? _kernels.Resolve(kernel.GetString()!)
            : null;

    /// <summary>Evaluates what the client wants to know after the cell, each expression on its own.</summary>
    private async Task<JsonObject> EvaluateAsync(JupyterMessage message, int number, CellPublisher publisher)
    {
        var values = new JsonObject();
        if (message.Content.TryGetProperty("user_expressions", out var expressions) && expressions.ValueKind == JsonValueKind.Object)
        {
            foreach (var expression in expressions.EnumerateObject().Where(expression => expression.Value.ValueKind == JsonValueKind.String))
            {
                values[expression.Name] = await EvaluateAsync(expression.Value.GetString()!, number, publisher).ConfigureAwait(false);
            }
        }

        return values;
    }

    private async Task<JsonObject> EvaluateAsync(string expression, int number, CellPublisher publisher)
    {
        MimeBundle? value = null;
        var failure = await session.RunAsync(new NotebookCell("csharp", expression, 1), number, output =>
        {
            if (output is ResultOutput result)
            {
                value = result.Content;
            }
            else if (output is not ErrorOutput)
            {
                publisher.Show(output);
            }
        }).ConfigureAwait(false);
        var content = failure is not null ? ErrorContent.Of(failure) : value is not null ? MimeContent.Of(value) : MimeContent.Of(new MimeBundle([]));
        content["status"] = failure is null ? "ok" : "error";
        return content;
    }

    private static JsonObject Ok(int number, JsonObject expressions)
    {
        var content = ReplyContent.Ok();
        content["execution_count"] = number;
        content["user_expressions"] = expressions;
        content["payload"] = new JsonArray();
        return content;
    }

    private static JsonObject Error(int number, CellFailure failure)
    {
        var content = ErrorContent.Of(failure);
        content["status"] = "error";
        content["execution_count"] = number;
        return content;
    }
}
