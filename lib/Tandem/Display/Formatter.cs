namespace Tandem;

/// <summary>Writes instances of <typeparamref name="T"/> as one MIME type. Notebooks read and call the members by their names.</summary>
internal sealed class Formatter<T>(string mimeType, Action<T, TextWriter> write)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T value)
        {
            return false;
        }

        write(value, writer);
        return true;
    }
}
