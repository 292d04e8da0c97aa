using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Tandem.Notebooks;

/// <summary>Compiles one piece of a session's code after another. Safe to call from several threads, one at a time.</summary>
internal sealed class ScriptCompiler : IDisposable
{
    private static readonly string[] _usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks",
        "Tandem", "Tandem.Tensors", "Tandem.Notebooks.NotebookDisplay",
    ];

    private readonly Lock _gate = new();
    private readonly InteractiveAssemblyLoader _loader = new();
    private ScriptOptions _options;
    private bool _usesAllReferences;

    public ScriptCompiler(string folder)
    {
        _options = ScriptOptions.Default
            .WithReferences(HostReferences.LoadFew())
            .WithImports(_usings)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithFilePath("cell")
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
            .WithWarningLevel(0);
    }

    /// <summary>Wall time spent compiling so far.</summary>
    public TimeSpan Elapsed { get; private set; }

    public CompiledStep Compile(Script? previous, CodeStep step)
    {
        lock (_gate)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                return CompileWithReferences(previous, step);
            }
            finally
            {
                Elapsed += Stopwatch.GetElapsedTime(start);
            }
        }
    }

    public void Dispose() => _loader.Dispose();

    private CompiledStep CompileWithReferences(Script? previous, CodeStep step)
    {
        if (step.References.Count > 0)
        {
            // What a referenced assembly itself refers to is most often beyond the few.
            UseAllReferences();
            _options = _options.AddReferences(step.References.Select(path => MetadataReference.CreateFromFile(path)));
        }

        var compiled = CompileOnce(previous, step);
        if (compiled.Errors.Count == 0 || _usesAllReferences)
        {
            return compiled;
        }

        UseAllReferences();
        return CompileOnce(previous, step);
    }

    private void UseAllReferences()
    {
        if (!_usesAllReferences)
        {
            _usesAllReferences = true;
            _options = _options.AddReferences(HostReferences.LoadRest());
        }
    }

    private CompiledStep CompileOnce(Script? previous, CodeStep step)
    {
        // The directive makes the compiler's messages and the stack traces speak of the notebook's own lines.
        var code = $"#line {step.FirstLine} \"{step.File}\"\n{step.Code}";
        var script = previous is null ? CSharpScript.Create<object>(code, _options, assemblyLoader: _loader) : previous.ContinueWith<object>(code, _options);
        var errors = script.Compile().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        return new CompiledStep(previous, script, errors);
    }
}
