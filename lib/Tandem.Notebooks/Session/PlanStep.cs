namespace Tandem.Notebooks;

/// <summary>One thing that a cell does.</summary>
internal abstract record PlanStep;

/// <summary>Shows something that needs no running.</summary>
internal sealed record ShowStep(MimeBundle Content) : PlanStep;

/// <summary>Runs C# code.</summary>
/// <param name="Code">The code, directives taken out, line for line as in the file.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="FirstLine">The 1-based line of the file at which the code starts.</param>
/// <param name="References">Paths of assemblies that the code and all after it may use.</param>
internal sealed record CodeStep(string Code, string File, int FirstLine, IReadOnlyList<string> References) : PlanStep
{
    public int LineCount => Code.AsSpan().Count('\n') + 1;
}

/// <summary>Does something when its turn comes, such as sending a request, on which no code after it depends for being compiled.</summary>
/// <param name="Act">Throws a <see cref="DirectiveException"/> for what cannot be done.</param>
internal sealed record ActStep(Func<StepContext, CancellationToken, Task> Act) : PlanStep;

/// <summary>Finds out when its turn comes what is to be done: what code after it compiles to may depend on that, so nothing is compiled ahead of it.</summary>
/// <param name="Expand">Gives the steps; throws a <see cref="DirectiveException"/> for what cannot be done.</param>
internal sealed record DeferredStep(Func<StepContext, CancellationToken, Task<IReadOnlyList<PlanStep>>> Expand) : PlanStep;
