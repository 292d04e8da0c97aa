using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Asks the reader what <c>@input</c> and <c>@password</c> stand for.</summary>
internal static class Questions
{
    /// <summary>The call with the answers in place of the questions; itself when it has none.</summary>
    /// <exception cref="ArgumentException">A question is malformed, or there is nobody to ask.</exception>
    public static async Task<DirectiveCall> AnswerAsync(DirectiveCall call, StepContext step)
    {
        var answered = new Dictionary<string, DirectiveWord>(call.Values, StringComparer.Ordinal);
        foreach (var (option, word) in call.Values.Where(value => value.Value.IsQuestion))
        {
            var request = new InputRequest(PromptOf(word, option), word.Expression == "password");
            answered[option] = new DirectiveWord(await AskAsync(request, step).ConfigureAwait(false), IsQuoted: true);
        }

        return call with { Values = answered };
    }

    private static async Task<string> AskAsync(InputRequest request, StepContext step)
    {
        try
        {
            return await step.AskAsync(request).ConfigureAwait(false);
        }
        catch (InvalidOperationException failure)
        {
            throw new ArgumentException($"nobody is there to answer '{request.Prompt}'; a run without a reader is given the value of a #!set line by --param NAME=VALUE", failure);
        }
    }

    /// <summary>The text after the colon, or the prompt in it where it is a JSON object.</summary>
    private static string PromptOf(DirectiveWord word, string option)
    {
        if (word.IsQuoted || !word.Text.StartsWith('{'))
        {
            return word.Text.Length > 0 ? word.Text : $"A value for {option.TrimStart('-')}:";
        }

        try
        {
            using var question = JsonDocument.Parse(word.Text);
            return question.RootElement.TryGetProperty("prompt", out var prompt) ? prompt.GetString() ?? ""
                : question.RootElement.TryGetProperty("saveAs", out var name) ? $"{name.GetString()}:"
                : $"A value for {option.TrimStart('-')}:";
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"{word} is not a question; write it @{word.Expression}:\"PROMPT\" or @{word.Expression}:{{\"prompt\": \"PROMPT\"}}", failure);
        }
    }
}
