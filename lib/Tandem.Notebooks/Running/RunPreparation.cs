namespace Tandem.Notebooks;

/// <summary>What a run of a notebook begins with: its parameters checked, its cells picked.</summary>
internal static class RunPreparation
{
    /// <summary>The plan of a run, and the notebook as it runs: with a cell for the values of parameters.</summary>
    /// <exception cref="NotebookFormatException">All its code is in a language that is not run here.</exception>
    /// <exception cref="BadParameterException">A parameter is not declared, or its value is not of its type.</exception>
    public static (NotebookDocument Document, RunPlan Plan) Prepare(NotebookDocument document, RunOptions options)
    {
        if (document.ForeignLanguage is { } language)
        {
            throw new NotebookFormatException(document.Path, 1, $"the notebook is written in {language}, and C# notebooks are what is run here; run it with a kernel for {language}");
        }

        var running = options.Parameters.Count == 0 ? document : GiveParameters(document, options);
        var cells = running.Cells
            .Select((cell, i) => (Cell: cell, Number: i + 1))
            .Where(numbered => numbered.Cell.IsCode && !string.IsNullOrWhiteSpace(numbered.Cell.Source))
            .Select(numbered => PlanOf(numbered.Cell, numbered.Number, options));
        return (running, new RunPlan(Path.GetFullPath(document.Path), document.Kernels, [.. cells], options.Parameters, options.Timeout, options.CellTimeout, options.OutputLimit));
    }

    private static PlannedCell PlanOf(NotebookCell cell, int number, RunOptions options) =>
        new(number, cell.Kernel, cell.Source, cell.StartLine, options.AllowErrors || cell.Tags.Contains("raises-exception"));

    private static NotebookDocument GiveParameters(NotebookDocument document, RunOptions options)
    {
        var declared = NotebookParameter.DeclaredIn(document);
        var ofCell = CellParameter.DeclaredIn(document);
        var given = new List<(CellParameter Parameter, string Value)>();
        try
        {
            foreach (var (name, value) in options.Parameters)
            {
                if (declared.FirstOrDefault(parameter => parameter.Name == name) is { } parameter)
                {
                    parameter.Check(value);
                }
                else
                {
                    given.Add((ofCell.FirstOrDefault(candidate => candidate.Name == name) ?? throw Undeclared(document, name), value));
                }
            }

            return CellParameter.Inject(document, given);
        }
        catch (ArgumentException failure)
        {
            throw new BadParameterException($"{document.FileName}: {failure.Message}.");
        }
    }

    private static BadParameterException Undeclared(NotebookDocument document, string name)
    {
        var names = RunOptions.ParametersOf(document);
        return new BadParameterException(
            $"{document.FileName} declares no parameter '{name}'; it declares {(names.Count == 0 ? "none" : string.Join(", ", names))}. "
            + RunOptions.HowToDeclareParameters);
    }
}
