namespace Tandem;

/// <summary>The progress of a training as a notebook shows it.</summary>
/// <param name="Text">Its lines.</param>
[TypeFormatterSource(typeof(TextFormatterSource))]
internal sealed record ProgressText(string Text)
{
    /// <summary>The lines.</summary>
    public override string ToString() => Text;
}
