using System.Text;

namespace Tandem.Notebooks;

/// <summary>Works out what a cell does: takes directives out of its code, and follows imports.</summary>
internal sealed class CellPlanner(SessionOptions options)
{
    /// <exception cref="DirectiveException">A directive cannot be carried out.</exception>
    public CellPlan Plan(NotebookCell cell) => Plan(cell, options.File, []);

    private CellPlan Plan(NotebookCell cell, string file, IReadOnlyList<string> importing) => cell.Kernel switch
    {
        "csharp" => new CodeSplitter(this, options, file, importing).Split(cell.Source, cell.StartLine),
        "markdown" => Show(MimeBundle.Of(MimeTypes.Markdown, cell.Source, cell.Source)),
        "html" => Show(MimeBundle.Of(MimeTypes.Html, cell.Source, cell.Source)),
        "svg" => Show(MimeBundle.Of(MimeTypes.Svg, cell.Source, "(an SVG image)")),
        "javascript" => Show(MimeBundle.Of(MimeTypes.JavaScript, cell.Source, "(a script that runs in the browser)")),
        "mermaid" => Show(MimeBundle.Of(MimeTypes.Mermaid, cell.Source, cell.Source)),
        _ => Show(MimeBundle.Of(MimeTypes.PlainText, $"(not run: this session runs C# cells, and this one is written in {cell.Kernel})")),
    };

    private static CellPlan Show(MimeBundle content) => new([new ShowStep(content)], IsTimed: false);

    /// <summary>Goes through one C# text line by line, collecting code until an import cuts it.</summary>
    private sealed class CodeSplitter(CellPlanner planner, SessionOptions options, string file, IReadOnlyList<string> importing)
    {
        private readonly List<PlanStep> _steps = [];
        private readonly StringBuilder _code = new();
        private readonly List<string> _references = [];
        private readonly StringBuilder _declarations = new();
        private int _codeStart;
        private bool _isTimed;

        public CellPlan Split(string source, int startLine)
        {
            _codeStart = startLine;
            var line = startLine;
            foreach (var sourceLine in TextLines.Split(source))
            {
                var text = sourceLine;
                if (Directive.Parse(text) is { } directive)
                {
                    Carry(directive, text, line);
                    text = "";
                }

                // A directive leaves its line blank, so that line numbers stay true.
                _code.Append(text).Append('\n');
                line++;
            }

            Flush();
            return new CellPlan(_steps, _isTimed);
        }

        private void Carry(Directive directive, string text, int line)
        {
            try
            {
                switch (directive.Name)
                {
                    case "#!csharp" or "#!cs" or "#!c#" or "#!C#" or "#i":
                        break;
                    case "#!time":
                        _isTimed = true;
                        break;
                    case "#!set":
                        Declare(NotebookParameter.Parse(directive), line);
                        break;
                    case "#r":
                        _references.Add(ReferenceDirective.Resolve(directive.Argument, FolderOf(file)));
                        break;
                    case "#!import":
                        Import(directive.Argument, line);
                        break;
                    default:
                        throw new ArgumentException($"the directive {directive.Name} is not known here; known are #!import, #!set, #!time, #r");
                }
            }
            catch (ArgumentException failure)
            {
                throw new DirectiveException(file, line, text, failure.Message);
            }
        }

        /// <summary>Declarations run before the code below them, as a step of their own: that code may begin with usings, which nothing may precede.</summary>
        private void Declare(NotebookParameter parameter, int line)
        {
            if (!string.IsNullOrWhiteSpace(_code.ToString()))
            {
                Cut(line);
            }

            _declarations.Append(parameter.Declaration(options.Parameters)).Append(' ');
        }

        private void Import(string name, int line)
        {
            var path = Path.Combine(FolderOf(file), name);
            if (importing.Contains(path))
            {
                throw new ArgumentException($"{name} imports itself, by way of {string.Join(", ", importing.Select(Path.GetFileName))}; remove one of the imports");
            }

            if (!File.Exists(path))
            {
                throw new ArgumentException($"there is no file {path}; the path is taken from the folder of {Path.GetFileName(file)}");
            }

            Cut(line);
            foreach (var cell in CellsOf(path))
            {
                var plan = planner.Plan(cell, path, [.. importing, path]);
                _steps.AddRange(plan.Steps);
            }
        }

        private static IEnumerable<NotebookCell> CellsOf(string path)
        {
            try
            {
                return Path.GetExtension(path) is ".cs" or ".csx"
                    ? [new NotebookCell("csharp", File.ReadAllText(path), 1)]
                    : NotebookDocument.Read(path).Cells.Where(cell => cell.IsCode);
            }
            catch (NotebookFormatException failure)
            {
                throw new ArgumentException(failure.Message, failure);
            }
        }

        /// <summary>Ends the code collected so far; what follows starts at the line.</summary>
        private void Cut(int line)
        {
            Flush();
            _codeStart = line;
        }

        private void Flush()
        {
            if (_declarations.Length > 0)
            {
                _steps.Add(new CodeStep(_declarations.ToString(), file, _codeStart, []));
                _declarations.Clear();
            }

            var code = _code.ToString();
            _code.Clear();
            if (!string.IsNullOrWhiteSpace(code) || _references.Count > 0)
            {
                _steps.Add(new CodeStep(code.TrimEnd('\n'), file, _codeStart, [.. _references]));
                _references.Clear();
            }
        }

        private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
    }
}
