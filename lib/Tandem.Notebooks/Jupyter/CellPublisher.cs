using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>Tells the clients what a cell shows.</summary>
/// <param name="request">The request that runs the cell; what its code shows belongs to it for ever, even when a later cell runs already.</param>
/// <param name="number">The cell's execution count.</param>
/// <param name="isSilent">True to keep the value of the cell's last expression to oneself.</param>
/// <param name="displays">The ids of what was displayed before.</param>
/// <param name="running">The request whose cell runs at the moment, if one does.</param>
internal sealed class CellPublisher(KernelRequest request, int number, bool isSilent, DisplayIds displays, Func<KernelRequest?> running)
{
    private readonly StreamBatcher _streams = new(stream => request.Publish(
        "stream", new JsonObject { ["name"] = stream.IsError ? "stderr" : "stdout", ["text"] = stream.Text }));

    /// <summary>The plain text of the last expression's value; null when there was none.</summary>
    public string? Result { get; private set; }

    public void Show(CellOutput output)
    {
        if (output is StreamOutput stream)
        {
            _streams.Write(stream);
            return;
        }

        _streams.Flush();
        switch (output)
        {
            case DisplayOutput display:
                Publish(display);
                break;
            case ResultOutput result:
                Result = result.Content.Find(MimeTypes.PlainText);
                if (!isSilent)
                {
                    var content = MimeContent.Of(result.Content);
                    content["execution_count"] = number;
                    request.Publish("execute_result", content);
                }

                break;
            case ErrorOutput error:
                request.Publish("error", ErrorContent.Of(error.Failure));
                break;
        }
    }

    /// <summary>Sends what still waits to be sent.</summary>
    public void Flush() => _streams.Flush();

    private void Publish(DisplayOutput display)
    {
        var content = MimeContent.Of(display.Content);
        content["transient"] = new JsonObject { ["display_id"] = display.DisplayId };
        if (displays.TryAdd(display.DisplayId))
        {
            request.Publish("display_data", content);
        }
        else
        {
            // Clients that run cells one by one listen only to the cell that runs, and find by the id what is to be replaced.
            (running() ?? request).Publish("update_display_data", content);
        }
    }
}
