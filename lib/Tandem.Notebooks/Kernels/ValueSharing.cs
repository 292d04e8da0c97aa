using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Notebooks;

/// <summary>Hands values from kernel to kernel: <c>#!share</c>, and <c>#!set --value @kernel:name</c>.</summary>
internal static class ValueSharing
{
    private static readonly string[] _takers = ["csharp", "javascript", "value", "http"];

    private static readonly JsonSerializerOptions _json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IncludeFields = true };

    /// <summary>True for kernels whose cells can be handed values.</summary>
    public static bool TakesValues(string kernel) => _takers.Contains(kernel);

    /// <summary>Adds the handing over to a plan.</summary>
    /// <exception cref="ArgumentException">There can be no such value.</exception>
    public static void Plan(ShareRequest request, DirectiveCall call, CellPlanBuilder plan)
    {
        var from = plan.Kernels.Resolve(request.From) ?? request.From;
        CheckSource(from, request.From);
        if (call.Kernel != "csharp")
        {
            CheckName(request.As);
            plan.Act(call.Place, (step, _) =>
            {
                plan.Values.Set(call.Kernel, request.As, Read(request with { From = from }, step, plan.Values));
                return Task.CompletedTask;
            });
            return;
        }

        NotebookParameter.CheckName(request.As);
        plan.Defer(call.Place, (step, _) =>
        {
            var code = DeclarationOf(request with { From = from }, step, plan.Values);
            return Task.FromResult<IReadOnlyList<PlanStep>>([new CodeStep(code, call.Place.File, call.Place.Number, [])]);
        });
    }

    /// <summary>A value as JSON.</summary>
    /// <exception cref="ArgumentException">It cannot be written as JSON.</exception>
    public static string Json(string name, object? value)
    {
        try
        {
            return JsonSerializer.Serialize(value, _json);
        }
        catch (Exception failure) when (failure is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"the value of {name}, a {TypeName.OfValue(value!)}, cannot be written as JSON ({failure.Message.Split(" Path:")[0].TrimEnd('.')}); share the parts of it that are needed", failure);
        }
    }

    private static string DeclarationOf(ShareRequest request, StepContext step, SessionValues values)
    {
        if (request is { From: "csharp", MimeType: null })
        {
            // By reference even where a copy was not asked against: a copy through JSON would lose the type that C# has at both ends.
            Variable(step, request.Name);
            return request.Name == request.As ? "" : $"var {request.As} = {request.Name};";
        }

        var value = Read(request, step, values);
        if (value.MimeType != MimeTypes.Json)
        {
            return HandedValues.Declaration(request.As, "string", value.Content);
        }

        var document = JsonDocument.Parse(value.Content);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => HandedValues.Declaration(request.As, "bool", document.RootElement.GetBoolean()),
            JsonValueKind.Number => NumberDeclaration(request.As, document.RootElement.GetRawText()),
            JsonValueKind.String => HandedValues.Declaration(request.As, "string", document.RootElement.GetString()),
            JsonValueKind.Null => HandedValues.Declaration(request.As, "object", null),
            _ => HandedValues.Declaration(request.As, "System.Text.Json.JsonDocument", document),
        };
    }

    private static string NumberDeclaration(string name, string json)
    {
        var number = SharedNumber.Of(json);
        return HandedValues.Declaration(name, $"global::{number.GetType().FullName}", number);
    }

    private static SharedValue Read(ShareRequest request, StepContext step, SessionValues values)
    {
        if (request.From != "csharp")
        {
            var stored = values.Find(request.From, request.Name)
                ?? throw new ArgumentException($"there is no value '{request.Name}'{Known(request.Name, values.Names(request.From))}");
            return request.MimeType is null ? stored : stored with { MimeType = request.MimeType };
        }

        var value = Variable(step, request.Name);
        if (request.MimeType is null or MimeTypes.Json)
        {
            return new SharedValue(Json(request.Name, value), MimeTypes.Json);
        }

        var content = ValueFormatter.Format(value);
        return content.Find(request.MimeType) is { } text
            ? new SharedValue(text, request.MimeType)
            : throw new ArgumentException($"the value of {request.Name} has no {request.MimeType}; it has {string.Join(", ", content.Contents.Select(entry => entry.Key).Append(MimeTypes.Json))}");
    }

    private static object? Variable(StepContext step, string name) =>
        step.Variables.TryGetValue(name, out var variable)
            ? variable.Value
            : throw new ArgumentException($"there is no C# variable '{name}'{Known(name, step.Variables.Keys)}; run the cell that declares it first");

    private static string Known(string name, IEnumerable<string> names)
    {
        var known = names.ToList();
        return Nearest.To(name, known) is not null ? Nearest.Hint(name, known) : known.Count is > 0 and <= 10 ? $"; there are {string.Join(", ", known)}" : "";
    }

    private static void CheckSource(string kernel, string written)
    {
        if (kernel is not ("csharp" or "value"))
        {
            throw new ArgumentException(kernel is "javascript"
                ? "no value can come from javascript: its cells run where the notebook is read, after it ran here"
                : $"no value can come from '{written}': this session has values of csharp and value cells only");
        }
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || !name.All(character => char.IsLetterOrDigit(character) || character is '_' or '$' or '-'))
        {
            throw new ArgumentException($"'{name}' is not a variable's name");
        }
    }
}
