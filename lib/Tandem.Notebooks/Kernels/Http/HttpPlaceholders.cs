using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>Replaces <c>{{name}}</c> in http cells: by a variable that http cells declared or were handed, or by a C# variable of the session.</summary>
internal sealed partial class HttpPlaceholders(SessionValues values, StepContext step)
{
    /// <summary>Declares a variable; later ones may refer to it.</summary>
    public void Declare(HttpCellVariable variable) => values.Set("http", variable.Name, new SharedValue(Fill(variable.Value), MimeTypes.PlainText));

    /// <exception cref="ArgumentException">A placeholder names nothing.</exception>
    public string Fill(string text) => Placeholder().Replace(text, match => ValueOf(match.Groups["name"].Value));

    private string ValueOf(string name)
    {
        if (name.StartsWith('$'))
        {
            return Generated(name);
        }

        return values.Find("http", name) is { } handed ? TextOf(handed)
            : step.Variables.TryGetValue(name, out var variable) ? TextOf(name, variable.Value)
            : throw new ArgumentException($"there is no value for {{{{{name}}}}}{Nearest.Hint(name, values.Names("http").Concat(step.Variables.Keys))}; declare it in this cell (@{name} = value) or as a C# variable");
    }

    private static string TextOf(SharedValue value) =>
        value.MimeType == MimeTypes.Json && value.Content.StartsWith('"') ? System.Text.Json.JsonSerializer.Deserialize<string>(value.Content)! : value.Content;

    private static string TextOf(string name, object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => ValueSharing.Json(name, value),
    };

    private static string Generated(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0] switch
        {
            "$guid" when words.Length == 1 => Guid.NewGuid().ToString(),
            "$timestamp" when words.Length == 1 => DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "$datetime" when words is [_, "iso8601"] => DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            "$datetime" when words is [_, "rfc1123"] => DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture),
            "$randomInt" when words.Length == 1 => Random.Shared.Next().ToString(CultureInfo.InvariantCulture),
            "$randomInt" when words.Length == 3 && int.TryParse(words[1], CultureInfo.InvariantCulture, out var low) && int.TryParse(words[2], CultureInfo.InvariantCulture, out var high) && low < high =>
                Random.Shared.Next(low, high).ToString(CultureInfo.InvariantCulture),
            "$processEnv" when words.Length == 2 => Environment.GetEnvironmentVariable(words[1])
                ?? throw new ArgumentException($"the environment variable {words[1]} is not set"),
            _ => throw new ArgumentException($"{{{{{name}}}}} is not known here; known are $guid, $timestamp, $datetime iso8601 or rfc1123, $randomInt [from to] and $processEnv NAME"),
        };
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();
}
