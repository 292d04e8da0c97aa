namespace Tandem.Notebooks;

/// <summary>A request as an http cell has it.</summary>
/// <param name="Line">The 1-based line of the file that holds its method and address.</param>
/// <param name="LineText">That line.</param>
/// <param name="Method">The method, such as GET.</param>
/// <param name="Address">The address.</param>
/// <param name="Headers">Header names and values in order.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record HttpCellRequest(int Line, string LineText, string Method, string Address, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The request with its placeholders replaced.</summary>
    public HttpCellRequest Fill(Func<string, string> fill) => this with
    {
        Address = fill(Address),
        Headers = [.. Headers.Select(header => KeyValuePair.Create(header.Key, fill(header.Value)))],
        Body = fill(Body),
    };
}
