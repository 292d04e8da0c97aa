using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>Code is nested too deeply for the compiler.</summary>
/// <param name="message">What is too deep, what the compiler takes, and what to do.</param>
/// <param name="position">Where it becomes too deep, 0-based.</param>
/// <param name="cause">What the compiler threw; null when the code was refused beforehand.</param>
internal sealed class NestingException(string message, LinePosition position, Exception? cause = null) : Exception(message, cause)
{
    public LinePosition Position { get; } = position;
}
