using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Stores a text under a name, for <c>#!share --from value</c> and <c>#!set --value @value:name</c>.</summary>
internal sealed class ValueKernel() : CellKernel(
    "value",
    "Stores the text below it, a file's or an address's, for other cells to use.",
    new DirectiveOption("--name", "NAME", "The name that others use: #!share --from value NAME.", IsRequired: true),
    new DirectiveOption("--from-file", "FILE", "Store a file's text."),
    new DirectiveOption("--from-url", "ADDRESS", "Store what a web address gives."),
    new DirectiveOption("--from-value", "TEXT", "Store this text; @input:\"PROMPT\" asks for it."),
    new DirectiveOption("--mime-type", "TYPE", "What the text is, such as application/json; it is then shown, too."))
{
    private const int LargestDownload = 64 << 20;

    private static readonly string[] _origins = ["--from-file", "--from-url", "--from-value"];

    public override bool HoldsAnyText => true;

    public override IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan)
    {
        if (code.Selector is not { } call)
        {
            return code.IsBlank ? [] : throw new DirectiveException(plan.File, code.FirstLine, code.Text.Split('\n')[0], "a value cell begins with a line that names the value: #!value --name NAME");
        }

        call.Place.Blame(() => Check(call, code));
        return [new ActStep((step, token) => call.Place.BlameAsync(() => StoreAsync(call, code, plan, step, token)))];
    }

    private static void Check(DirectiveCall call, KernelCode code)
    {
        var origins = _origins.Where(call.Has).ToList();
        if (origins.Count > 1)
        {
            throw new ArgumentException($"{string.Join(" and ", origins)} cannot go together; give one");
        }

        if (origins.Count == 1 && !code.IsBlank)
        {
            throw new ArgumentException($"{origins[0]} and the text below cannot go together; delete one");
        }
    }

    private static async Task<bool> StoreAsync(DirectiveCall written, KernelCode code, CellPlanBuilder plan, StepContext step, CancellationToken token)
    {
        var call = await Questions.AnswerAsync(written, step).ConfigureAwait(false);
        var (content, foundType) = await ReadAsync(call, code, plan.Folder, token).ConfigureAwait(false);
        var givenType = call.Find("--mime-type")?.Text;
        var value = new SharedValue(content, givenType ?? foundType);
        if (MimeTypes.IsJson(value.MimeType))
        {
            CheckJson(call.Text("--name"), content);
        }

        plan.Values.Set("value", call.Text("--name"), value);
        if (givenType is not null)
        {
            step.Show(givenType == MimeTypes.PlainText ? MimeBundle.Of(givenType, content) : MimeBundle.Of(givenType, content, content));
        }

        return true;
    }

    private static async Task<(string Content, string MimeType)> ReadAsync(DirectiveCall call, KernelCode code, string folder, CancellationToken token)
    {
        if (call.Find("--from-file") is { } file)
        {
            var path = Path.Combine(folder, file.Text);
            return File.Exists(path)
                ? (await File.ReadAllTextAsync(path, token).ConfigureAwait(false), MimeTypes.PlainText)
                : throw new ArgumentException($"there is no file {path}; the path is taken from the folder of the notebook");
        }

        if (call.Find("--from-url") is { } address)
        {
            return await DownloadAsync(address.Text, token).ConfigureAwait(false);
        }

        return (call.Find("--from-value")?.Text ?? code.Text.Trim('\n'), MimeTypes.PlainText);
    }

    private static async Task<(string Content, string MimeType)> DownloadAsync(string address, CancellationToken token)
    {
        var request = new HttpCellRequest(1, "", "GET", address, [], "");
        var response = await HttpSender.SendAsync(request, LargestDownload, token).ConfigureAwait(false);
        return !response.IsSuccess ? throw new ArgumentException($"{address} answers with {response.Status}")
            : response.IsCut ? throw new ArgumentException($"what {address} gives is larger than {LargestDownload >> 20} MB; download it to a file")
            : (response.Text(), response.MediaType ?? MimeTypes.PlainText);
    }

    private static void CheckJson(string name, string content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
        }
        catch (JsonException failure)
        {
            throw new ArgumentException($"the value {name} is not JSON: {failure.Message}", failure);
        }
    }
}
