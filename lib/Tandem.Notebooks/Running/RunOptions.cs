namespace Tandem.Notebooks;

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>What makes a variable a parameter, in a sentence for whoever gave one that a notebook does not declare.</summary>
    public const string HowToDeclareParameters =
        "Parameters are the variables of the first C# cell, if all it does is give them literal values, or of the C# cell tagged 'parameters', "
        + "and what a line '#!set --name NAME --value DEFAULT' declares in one.";

    /// <summary>The time the whole notebook may take; null, the default, for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time each cell may take; null, the default, for no limit. A cell that takes longer ends the run.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Whether the run goes on after a cell that fails, and counts as a success. Default: false.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>How much a cell may show, in bytes; null, the default, for the session's own limit (<see cref="SessionOptions.OutputLimit"/>).</summary>
    public long? OutputLimit { get; init; }

    /// <summary>Values of parameters, by name; each must be declared by the notebook (<see cref="ParametersOf"/>). Default: none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The names of the parameters that a notebook declares: by <c>#!set --name NAME --value DEFAULT</c>, and as the variables of its C# cell tagged <c>parameters</c> or, without such a cell, of
    /// its first C# cell if all that does is give variables literal values.
    /// </summary>
    /// <param name="document">The notebook; notebooks it imports are not looked into.</param>
    public static IReadOnlyList<string> ParametersOf(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. NotebookParameter.DeclaredIn(document).Select(parameter => parameter.Name).Concat(CellParameter.DeclaredIn(document).Select(parameter => parameter.Name)).Distinct()];
    }

    /// <summary>Checks that a notebook can be run this way: that its language is run here, that it declares the parameters, and that the values are of their types.</summary>
    /// <param name="document">The notebook.</param>
    /// <exception cref="NotebookFormatException">All its code is in a language that is not run here.</exception>
    /// <exception cref="BadParameterException">A parameter is not declared, or its value is not of its type.</exception>
    public void Check(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        RunPreparation.Prepare(document, this);
    }
}
