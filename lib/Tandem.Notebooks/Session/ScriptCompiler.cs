using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>Compiles one piece of a session's code after another, and loads it. Safe to call from several threads, one at a time.</summary>
internal sealed class ScriptCompiler
{
    private static readonly string[] _usings =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks",
        "Tandem", "Tandem.Tensors", "Tandem.Notebooks.NotebookDisplay",
    ];

    private static readonly EmitOptions _emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private readonly Lock _gate = new();
    private readonly SessionAssemblies _assemblies = new();
    private readonly ScriptOptions _options;
    private ImmutableArray<MetadataReference> _references = [.. HostReferences.Load()];
    private Blank? _blank;

    public ScriptCompiler(string folder)
    {
        _options = ScriptOptions.Default
            .WithReferences(Array.Empty<MetadataReference>())
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

    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CompiledStep Compile(CompiledStep? previous, CodeStep step, CancellationToken cancellationToken = default)
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

                return CompilerStack.Run(step.Code, () => CompileOnce(previous, step, cancellationToken));
            }
            catch (NestingException failure)
            {
                return new CompiledStep(previous, Continue(previous, "", _references), _references.Length, [TooDeep(failure, step)], null);
            }
            finally
            {
                Elapsed += Stopwatch.GetElapsedTime(start);
            }
        }
    }

    /// <summary>
    /// The compilation of code that continues a step, for questions about the code: nothing is loaded, and what is compiled next does not depend on it.
    /// Does not wait for code that is being compiled.
    /// </summary>
    public Compilation Sketch(CompiledStep? previous, string code)
    {
        var (references, blank) = (_references, _blank);
        if (blank is null || blank.Previous != previous || blank.References != references)
        {
            _blank = blank = new Blank(previous, references, Continue(previous, "", references).GetCompilation());
        }

        // Putting code in the place of none spares the compiler to resolve the references once more.
        var empty = blank.Compilation.SyntaxTrees.Last();
        return blank.Compilation.ReplaceSyntaxTree(empty, empty.WithChangedText(SourceText.From(code, Encoding.UTF8)));
    }

    /// <summary>Adds what is not there yet: an assembly that came twice would have each of its types twice.</summary>
    private void AddReferences(IEnumerable<string> paths)
    {
        var known = _references.OfType<PortableExecutableReference>().Select(reference => reference.FilePath).ToHashSet();
        var added = paths.Where(known.Add).ToList();
        added.ForEach(_assemblies.Add);
        _references = [.. _references, .. added.Select(path => MetadataReference.CreateFromFile(path))];
    }

    /// <summary>
    /// A script that continues a step. It is given only the references that the steps before it lack: the compiler takes those over, and would otherwise
    /// keep a list for each step that repeats the references of all steps before.
    /// </summary>
    private Script<object> Continue(CompiledStep? previous, string code, ImmutableArray<MetadataReference> references)
    {
        var options = _options.WithReferences(references.Skip(previous?.ReferenceCount ?? 0));
        return previous is null ? CSharpScript.Create<object>(code, options) : previous.Script.ContinueWith<object>(code, options);
    }

    private CompiledStep CompileOnce(CompiledStep? previous, CodeStep step, CancellationToken cancellationToken)
    {
        // The directive makes the compiler's messages and the stack traces speak of the notebook's own lines.
        var code = $"#line {step.FirstLine} \"{step.File}\"\n{GuardedCode.Of(step.Code)}";
        var script = Continue(previous, code, _references);
        var compilation = script.GetCompilation();
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = OnThreadsThatSuffice(compilation).Emit(image, symbols, options: _emit, cancellationToken: cancellationToken);
        return emitted.Success
            ? new CompiledStep(previous, script, _references.Length, [], Load(compilation, image, symbols, cancellationToken))
            : new CompiledStep(previous, script, _references.Length, [.. emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)], null);
    }

    /// <summary>The compilation, without helping threads where the code is deep: their stacks are as small as any.</summary>
    private static Compilation OnThreadsThatSuffice(Compilation compilation) => compilation.SyntaxTrees.All(tree => SyntaxDepth.IsOrdinary(tree.GetRoot()))
        ? compilation
        : compilation.WithOptions(((CSharpCompilationOptions)compilation.Options).WithConcurrentBuild(false));

    private static Diagnostic TooDeep(NestingException failure, CodeStep step)
    {
        var position = new LinePosition(failure.Position.Line + step.FirstLine - 1, failure.Position.Character);
        return Diagnostic.Create(
            "Nesting", "Compiler", failure.Message, DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0,
            location: Location.Create(step.File, default, new LinePositionSpan(position, position)));
    }

    private Func<object?[], Task<object?>>? Load(Compilation compilation, MemoryStream image, MemoryStream symbols, CancellationToken cancellationToken)
    {
        if (compilation.GetEntryPoint(cancellationToken) is not { } entry)
        {
            return null;
        }

        image.Position = 0;
        symbols.Position = 0;
        var type = _assemblies.LoadFromStream(image, symbols).GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
        const BindingFlags anyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return type.GetMethod(entry.MetadataName, anyStatic)!.CreateDelegate<Func<object?[], Task<object?>>>();
    }

    /// <summary>The compilation of no code at all, after a step.</summary>
    private sealed record Blank(CompiledStep? Previous, ImmutableArray<MetadataReference> References, Compilation Compilation);
}
