namespace Tandem.Notebooks;

/// <summary>One output in several representations: MIME type to content, richest first. JSON content is held as its text.</summary>
/// <param name="Contents">The representations; at least one.</param>
public sealed record MimeBundle(IReadOnlyList<KeyValuePair<string, string>> Contents)
{
    /// <summary>A bundle of one representation.</summary>
    /// <param name="mimeType">The MIME type.</param>
    /// <param name="content">The content.</param>
    public static MimeBundle Of(string mimeType, string content) => new([new(mimeType, content)]);

    /// <summary>A bundle of a representation and what plain-text readers see in its place.</summary>
    /// <param name="mimeType">The MIME type.</param>
    /// <param name="content">The content.</param>
    /// <param name="plainText">The plain-text representation.</param>
    public static MimeBundle Of(string mimeType, string content, string plainText) =>
        new([new(mimeType, content), new(MimeTypes.PlainText, plainText)]);

    /// <summary>The content of a MIME type; null when the bundle has none.</summary>
    /// <param name="mimeType">The MIME type.</param>
    public string? Find(string mimeType)
    {
        foreach (var (type, content) in Contents)
        {
            if (type == mimeType)
            {
                return content;
            }
        }

        return null;
    }
}
