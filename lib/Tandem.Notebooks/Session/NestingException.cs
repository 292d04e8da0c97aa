using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>Code is nested too deeply for the compiler.</summary>
/// <param name="position">Where it becomes too deep, 0-based.</param>
/// <param name="cause">What the compiler threw; null when the code was refused beforehand.</param>
internal sealed class NestingException(LinePosition position, Exception? cause = null)
    : Exception($"the code is nested too deeply for the compiler, which takes {NestingLimit.Most} brackets within each other; give parts of it names of their own", cause)
{
    public LinePosition Position { get; } = position;
}
