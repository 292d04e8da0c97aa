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
        "System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks",
        "Tandem", "Tandem.Tensors", "Tandem.Notebooks.NotebookDisplay",
    ];

    private readonly Lock _gate = new();
    private readonly InteractiveAssemblyLoader _loader = new();
    private ScriptOptions _options;

    public ScriptCompiler(string folder)
    {
        _options = ScriptOptions.Default
            .WithReferences(HostReferences.Load())
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
                if (step.References.Count > 0)
                {
                    AddReferences(step.References);
                }

                return CompileOnce(previous, step);
            }
            finally
            {
                Elapsed += Stopwatch.GetElapsedTime(start);
            }
        }
    }

    public void Dispose() => _loader.Dispose();

    /// <summary>Adds what is not there yet: an assembly that came twice would have each of its types twice.</summary>
    private void AddReferences(IEnumerable<string> paths)
    {
        var known = _options.MetadataReferences.OfType<PortableExecutableReference>().Select(reference => reference.FilePath).ToHashSet();
        _options = _options.AddReferences(paths.Where(known.Add).Select(path => MetadataReference.CreateFromFile(path)));
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
