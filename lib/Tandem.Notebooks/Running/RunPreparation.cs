namespace Tandem.Notebooks;

/// <summary>What a run of a notebook begins with: its parameters checked, its cells picked.</summary>
internal static class RunPreparation
{
    /// <summary>The plan of a run.</summary>
    /// <exception cref="NotebookFormatException">All the notebook's code is in a language that is not run here.</exception>
    /// <exception cref="BadParameterException">A parameter is not declared, or its value is not of its type.</exception>
    public static RunPlan Plan(NotebookDocument document, RunOptions options)
    {
        CheckLanguage(document);
        CheckParameters(document, options);
        var cells = document.Cells.Select((cell, i) => new PlannedCell(i + 1, cell, options.AllowErrors)).Where(planned => planned.Cell.IsCode && !string.IsNullOrWhiteSpace(planned.Cell.Source));
        return new RunPlan(Path.GetFullPath(document.Path), [.. cells], options.Parameters, options.Timeout, options.CellTimeout);
    }

    private static void CheckLanguage(NotebookDocument document)
    {
        if (document.ForeignLanguage is { } language)
        {
            throw new NotebookFormatException(document.Path, 1, $"the notebook is written in {language}, and C# notebooks are what is run here; run it with a kernel for {language}");
        }
    }

    private static void CheckParameters(NotebookDocument document, RunOptions options)
    {
        if (options.Parameters.Count == 0)
        {
            return;
        }

        var declared = NotebookParameter.DeclaredIn(document);
        foreach (var (name, value) in options.Parameters)
        {
            var parameter = declared.FirstOrDefault(candidate => candidate.Name == name) ?? throw new BadParameterException(
                $"{document.FileName} declares no parameter '{name}'; it declares {(declared.Count == 0 ? "none" : string.Join(", ", declared.Select(known => known.Name)))}. "
                + "A parameter is declared by a line '#!set --name NAME --value DEFAULT' in a C# cell.");
            try
            {
                parameter.Check(value);
            }
            catch (ArgumentException failure)
            {
                throw new BadParameterException($"{document.FileName}: {failure.Message}.");
            }
        }
    }
}
