namespace Tandem.Notebooks;

/// <summary>A value cannot be shown: the code that formats it failed, or what it made is not what it claims to be.</summary>
public sealed class FormattingException : Exception
{
    /// <summary>Names the value's type and what is wrong.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cause">What went wrong.</param>
    public FormattingException(object value, Exception cause)
        : base($"{(value is MimeBundle ? "The content" : TypeName.OfValue(value))} cannot be shown: {cause?.Message}", cause)
    {
    }
}
