using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>
/// The text of an http cell: variables, and requests parted by lines that begin with <c>###</c>. A request is its method and address (further lines of
/// the address are indented), its headers, an empty line and its body; lines that begin with <c>#</c> or <c>//</c> above the body are comments.
/// </summary>
/// <param name="Variables">The variables in order.</param>
/// <param name="Requests">The requests in order.</param>
internal sealed partial record HttpCellText(IReadOnlyList<HttpCellVariable> Variables, IReadOnlyList<HttpCellRequest> Requests)
{
    /// <exception cref="DirectiveException">A line is not what its place asks for.</exception>
    public static HttpCellText Parse(string text, string file, int firstLine)
    {
        var lines = TextLines.Split(text).Select((line, index) => new SourceLine(file, firstLine + index, line.TrimEnd('\r'))).ToList();
        var variables = new List<HttpCellVariable>();
        var requests = new List<HttpCellRequest>();
        for (var start = 0; start < lines.Count;)
        {
            var end = lines.FindIndex(start, line => line.Text.StartsWith("###", StringComparison.Ordinal)) is var found and >= 0 ? found : lines.Count;
            if (ParseRequest(new Queue<SourceLine>(lines.GetRange(start, end - start)), variables) is { } request)
            {
                requests.Add(request);
            }

            start = end + 1;
        }

        return new HttpCellText(variables, requests);
    }

    private static HttpCellRequest? ParseRequest(Queue<SourceLine> lines, List<HttpCellVariable> variables)
    {
        SkipPreamble(lines, variables);
        if (!lines.TryDequeue(out var line))
        {
            return null;
        }

        var (method, address) = ParseRequestLine(line);
        while (lines.TryPeek(out var next) && next.Text.Length > 0 && char.IsWhiteSpace(next.Text[0]) && next.Text.Trim().Length > 0)
        {
            address += lines.Dequeue().Text.Trim();
        }

        var headers = new List<KeyValuePair<string, string>>();
        while (lines.TryDequeue(out var header) && header.Text.Trim().Length > 0)
        {
            if (!IsComment(header.Text))
            {
                headers.Add(ParseHeader(header));
            }
        }

        return new HttpCellRequest(line.Number, line.Text, method, address, headers, string.Join('\n', lines.Select(body => body.Text)).Trim('\n'));
    }

    /// <summary>Passes over empty lines and comments, and takes the variables.</summary>
    private static void SkipPreamble(Queue<SourceLine> lines, List<HttpCellVariable> variables)
    {
        while (lines.TryPeek(out var line))
        {
            if (line.Text.StartsWith('@'))
            {
                variables.Add(VariableLine().Match(line.Text) is { Success: true } match
                    ? new HttpCellVariable(match.Groups["name"].Value, match.Groups["value"].Value.Trim(), line)
                    : throw Failure(line, "this is not a variable; write it @name = value"));
            }
            else if (line.Text.Trim().Length > 0 && !IsComment(line.Text))
            {
                return;
            }

            lines.Dequeue();
        }
    }

    private static (string Method, string Address) ParseRequestLine(SourceLine line)
    {
        var match = RequestLine().Match(line.Text.Trim());
        return !match.Success ? throw Failure(line, "a request begins with its method and address, such as GET https://example.org/items")
            : (match.Groups["method"] is { Success: true } method ? method.Value : "GET", match.Groups["address"].Value.Trim());
    }

    private static KeyValuePair<string, string> ParseHeader(SourceLine line)
    {
        var match = HeaderLine().Match(line.Text);
        return match.Success
            ? KeyValuePair.Create(match.Groups["name"].Value, match.Groups["value"].Value.Trim())
            : throw Failure(line, "this is not a header (Name: value); an empty line parts the headers from the body, and ### one request from the next");
    }

    private static bool IsComment(string line) => line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal);

    private static DirectiveException Failure(SourceLine line, string message) => new(line.File, line.Number, line.Text, message);

    [GeneratedRegex(@"^@(?<name>[\w-]+)\s*=(?<value>.*)$")]
    private static partial Regex VariableLine();

    [GeneratedRegex(@"^((?<method>[A-Z]+)\s+)?(?<address>(https?://|\{\{)\S.*?)(\s+HTTP/[\d.]+)?$")]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^(?<name>[\w!#$%&'*+.^`|~-]+)\s*:(?<value>.*)$")]
    private static partial Regex HeaderLine();
}
