namespace Tandem.Notebooks;

/// <summary>What a step that acts when its turn comes sees of the session that runs it.</summary>
internal sealed class StepContext(CellContext cell, SessionState state)
{
    /// <summary>The variables that cells declared, by name; of several declarations of a name, the latest.</summary>
    public IReadOnlyDictionary<string, SessionVariable> Variables =>
        new OrderedDictionary<string, SessionVariable>(state.Variables.Select(variable => KeyValuePair.Create(variable.Name, variable)), StringComparer.Ordinal);

    /// <summary>Shows something below the cell.</summary>
    /// <param name="content">What to show.</param>
    /// <param name="displayId">Names the output, so that a later one of the same name takes its place; null for a new one.</param>
    public void Show(MimeBundle content, string? displayId = null) => cell.Show(new DisplayOutput(content, displayId ?? Guid.NewGuid().ToString("N")));

    /// <summary>Asks the user for a line of text.</summary>
    /// <param name="request">What is asked.</param>
    /// <exception cref="InvalidOperationException">Nobody is there to ask.</exception>
    public Task<string> AskAsync(InputRequest request) => cell.AskAsync(request);
}
