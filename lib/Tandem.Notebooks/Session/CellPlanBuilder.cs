using System.Text;
using Tandem.Tensors;

namespace Tandem.Notebooks;

/// <summary>Gathers the steps of a cell, part by part and line by line. A directive's step stands where the directive stands: it cuts the code around it in two.</summary>
internal sealed class CellPlanBuilder(CellPlanner planner, string file, IReadOnlyList<string> importing)
{
    private readonly List<PlanStep> _steps = [];
    private readonly StringBuilder _code = new();
    private readonly StringBuilder _declarations = new();
    private readonly List<string> _references = [];
    private readonly List<PackageRequest> _packages = [];
    private CellKernel _kernel = CellKernels.CSharp;
    private DirectiveCall? _selector;
    private string _kernelName = CellKernels.CSharp.Name;
    private int _codeStart;

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>True when the cell asks for its wall time.</summary>
    public bool IsTimed { get; set; }

    /// <summary>The file that holds the cell.</summary>
    public string File => file;

    /// <summary>The folder that relative paths are taken from.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(file))!;

    /// <summary>The files that import each other down to this one.</summary>
    public IReadOnlyList<string> Importing => importing;

    public KernelNames Kernels => planner.Kernels;

    public SessionValues Values => planner.Values;

    public IReadOnlyDictionary<string, string> Parameters => planner.Parameters;

    /// <summary>Adds a part of the cell.</summary>
    /// <exception cref="DirectiveException">A directive in it cannot be carried out.</exception>
    public void Add(CellPart part)
    {
        (_kernel, _kernelName, _codeStart, _selector) = (CellKernels.Of(part.Kernel), part.Kernel, part.FirstLine, null);
        if (part.Selector is { } selector)
        {
            var place = new SourceLine(file, part.FirstLine - 1, part.SelectorText);
            place.Blame(() => Select(selector, place));
        }

        for (var i = 0; i < part.Lines.Count; i++)
        {
            // A directive leaves its line blank, so that line numbers stay true.
            _code.Append(Carry(part.Lines[i], part.FirstLine + i) ? "" : part.Lines[i]).Append('\n');
        }

        Flush();
    }

    /// <summary>Adds a step, after what stands above the line.</summary>
    public void Add(PlanStep step, SourceLine place)
    {
        Cut(place.Number);
        _steps.Add(step);
    }

    /// <summary>Adds something to do when the line's turn comes.</summary>
    public void Act(SourceLine place, Func<StepContext, CancellationToken, Task> act) => Add(
        new ActStep((step, token) => place.BlameAsync(async () =>
        {
            await act(step, token).ConfigureAwait(false);
            return true;
        })),
        place);

    /// <summary>Adds what is known only when the line's turn comes.</summary>
    public void Defer(SourceLine place, Func<StepContext, CancellationToken, Task<IReadOnlyList<PlanStep>>> expand) =>
        Add(new DeferredStep((step, token) => place.BlameAsync(() => expand(step, token))), place);

    /// <summary>Declarations run before the code below them, as a step of their own: that code may begin with usings, which nothing may precede.</summary>
    public void Declare(string declaration, SourceLine place)
    {
        if (!string.IsNullOrWhiteSpace(_code.ToString()))
        {
            Cut(place.Number);
        }

        _declarations.Append(declaration).Append(' ');
    }

    /// <summary>Lets the code use an assembly.</summary>
    public void Reference(string path) => _references.Add(path);

    /// <summary>Lets the code use a package.</summary>
    public void Request(PackageRequest package)
    {
        if (HostPackages.Find(package) is { } own)
        {
            _references.Add(own);
        }
        else
        {
            _packages.Add(package);
        }

        foreach (var ofDevice in DevicePackages.With(package, Environment.GetEnvironmentVariable(Device.Variable)))
        {
            Request(ofDevice);
        }
    }

    /// <summary>Adds a place to look for packages in.</summary>
    public void AddPackageSource(string source) => planner.Packages.AddSource(source);

    /// <summary>Adds what the cells of another file do.</summary>
    public void Import(string path, IEnumerable<NotebookCell> cells, SourceLine place)
    {
        Cut(place.Number);
        foreach (var cell in cells)
        {
            _steps.AddRange(planner.Plan(cell, path, [.. importing, path]).Steps);
        }
    }

    private void Select(Directive selector, SourceLine place)
    {
        var syntax = _kernel.Selector;
        if (DirectiveSyntax.AsksForHelp(selector))
        {
            _steps.Add(new ShowStep(MimeBundle.Of(MimeTypes.PlainText, syntax.Help())));
            return;
        }

        _selector = new DirectiveCall(syntax.Bind(selector), _kernelName, place);
    }

    /// <summary>Plans a line if it is a directive.</summary>
    private bool Carry(string text, int line)
    {
        if (!_kernel.HasDirectives || Directive.Parse(text) is not { } directive)
        {
            return false;
        }

        var place = new SourceLine(file, line, text);
        var kind = DirectiveTable.Find(directive.Name);
        var isMeant = kind?.IsFor(_kernelName) ?? !_kernel.HoldsAnyText;
        if (!isMeant && (_kernel.HoldsAnyText || kind?.Name[1] is not '!'))
        {
            return false;
        }

        place.Blame(() => Plan(kind ?? throw DirectiveTable.Unknown(directive.Name, Kernels), directive, isMeant, place));
        return true;
    }

    private void Plan(DirectiveKind kind, Directive directive, bool isMeant, SourceLine place)
    {
        if (!isMeant)
        {
            throw new ArgumentException($"{kind.Name} has no meaning in {_kernelName} cells");
        }

        if (DirectiveSyntax.AsksForHelp(directive))
        {
            Add(new ShowStep(MimeBundle.Of(MimeTypes.PlainText, kind.Syntax.Help())), place);
            return;
        }

        var call = new DirectiveCall(kind.Syntax.Bind(directive), _kernelName, place);
        if (kind.NeedsAnswers(call, this))
        {
            Defer(place, async (step, _) => PlanOf(kind, await Questions.AnswerAsync(call, step).ConfigureAwait(false)));
        }
        else
        {
            kind.Plan(call, this);
        }
    }

    private IReadOnlyList<PlanStep> PlanOf(DirectiveKind kind, DirectiveCall answered)
    {
        var plan = new CellPlanBuilder(planner, file, importing) { _kernel = _kernel, _kernelName = answered.Kernel, _codeStart = answered.Place.Number };
        kind.Plan(answered, plan);
        plan.Flush();
        return plan.Steps;
    }

    /// <summary>Ends the code collected so far; what follows starts at the line.</summary>
    private void Cut(int line)
    {
        if (_kernel.IsCutByDirectives)
        {
            Flush();
            _codeStart = line;
        }
    }

    private void Flush()
    {
        if (_packages.Count > 0)
        {
            _steps.Add(planner.Packages.Install([.. _packages]));
            _packages.Clear();
        }

        if (_declarations.Length > 0)
        {
            _steps.Add(new CodeStep(_declarations.ToString(), file, _codeStart, []));
            _declarations.Clear();
        }

        var code = _code.ToString();
        _code.Clear();
        _steps.AddRange(_kernel.Plan(new KernelCode(code.TrimEnd('\n'), _kernelName, _codeStart, [.. _references], _selector), this));
        _references.Clear();
        _selector = null;
    }
}
