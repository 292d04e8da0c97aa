using Microsoft.CodeAnalysis.Scripting;

namespace Tandem.Notebooks;

/// <summary>What a step that acts when its turn comes sees of the session that runs it.</summary>
internal sealed class StepContext(CellContext cell, ScriptState? state)
{
    /// <summary>The variables that cells declared, by name; of several declarations of a name, the latest.</summary>
    public IReadOnlyDictionary<string, ScriptVariable> Variables
    {
        get
        {
            var latest = new OrderedDictionary<string, ScriptVariable>(StringComparer.Ordinal);
            foreach (var variable in state?.Variables ?? [])
            {
                latest[variable.Name] = variable;
            }

            return latest;
        }
    }

    /// <summary>Shows something below the cell.</summary>
    /// <param name="content">What to show.</param>
    /// <param name="displayId">Names the output, so that a later one of the same name takes its place; null for a new one.</param>
    public void Show(MimeBundle content, string? displayId = null) => cell.Show(new DisplayOutput(content, displayId ?? Guid.NewGuid().ToString("N")));

    /// <summary>Asks the reader for a text.</summary>
    /// <exception cref="ArgumentException">There is nobody to ask.</exception>
    public Task<string> AskAsync(string prompt) =>
        throw new ArgumentException($"nobody is there to answer '{prompt}'; a run can be given the value of a variable: --param NAME=VALUE");
}
