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
        private int _codeStart;
        private bool _isTimed;

        public CellPlan Split(string source, int startLine)
        {
            _codeStart = startLine;
            var line = startLine;
            foreach (var text in TextLines.Split(source))
            {
                // A directive leaves its line blank (or as the declaration that stands for it), so that line numbers stay true.
                _code.Append(Directive.Parse(text) is { } directive ? Carry(directive, text, line) : text).Append('\n');
                line++;
            }

            Flush();
            return new CellPlan(_steps, _isTimed);
        }

        private string Carry(Directive directive, string text, int line)
        {
            try
            {
                switch (directive.Name)
                {
                    case "#!csharp" or "#!cs" or "#!c#" or "#!C#" or "#i":
                        return "";
                    case "#!time":
                        _isTimed = true;
                        return "";
                    case "#!set":
                        return NotebookParameter.Parse(directive).Declaration(options.Parameters);
                    case "#r":
                        _references.Add(ReferenceDirective.Resolve(directive.Argument, FolderOf(file)));
                        return "";
                    case "#!import":
                        Import(directive.Argument, line);
                        return "";
                    default:
                        throw new ArgumentException($"the directive {directive.Name} is not known here; known are #!import, #!set, #!time, #r");
                }
            }
            catch (ArgumentException failure)
            {
                throw new DirectiveException(file, line, text, failure.Message);
            }
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

            Flush();
            _codeStart = line;
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
                    : NotebookDocument.Read(path).Cells.Where(cell => !cell.IsMarkdown);
            }
            catch (NotebookFormatException failure)
            {
                throw new ArgumentException(failure.Message, failure);
            }
        }

        private void Flush()
        {
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
