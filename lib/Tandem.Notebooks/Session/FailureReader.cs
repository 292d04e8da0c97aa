using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>Reads where a cell failed, in the notebook's own lines, out of what the compiler and the runtime say.</summary>
internal sealed partial class FailureReader(string notebookFile)
{
    private readonly List<CodeStep> _steps = [];

    /// <summary>Keeps a step's text, so that a later failure can quote its line.</summary>
    public void Remember(CodeStep step) => _steps.Add(step);

    public static CellFailure Read(DirectiveException failure, int number) =>
        new(number, failure.File, failure.Line, failure.SourceLine, "Directive", failure.Message, []);

    public static CellFailure Read(IReadOnlyList<Diagnostic> errors, CodeStep step, int number)
    {
        var ordered = errors.OrderBy(error => error.Location.GetMappedLineSpan().StartLinePosition).ToList();
        var others = ordered.Skip(1).Select(error => $"line {LineOf(error)}: {error.Id}: {Message(error)}").ToList();
        var line = LineOf(ordered[0]);
        return new CellFailure(number, step.File, line, SourceLine(step, line), ordered[0].Id, Message(ordered[0]), others);
    }

    public CellFailure Read(Exception exception, int number)
    {
        var failure = exception is AggregateException { InnerExceptions.Count: 1 } or System.Reflection.TargetInvocationException ? exception.InnerException! : exception;
        // What a library's own thread threw has no frame of the cell; the exception that brought it to the cell has.
        var frames = UserFrames(failure) is { Count: > 0 } found ? found : UserFrames(exception);
        // The frame nearest to the cell's own code: the line that the reader started.
        var own = frames.LastOrDefault(frame => frame.GetFileName() == notebookFile) ?? frames.LastOrDefault(frame => IsScript(frame));
        var file = own?.GetFileName() ?? notebookFile;
        var line = own?.GetFileLineNumber() ?? _steps.LastOrDefault()?.FirstLine ?? 1;
        List<string> details = [.. Causes(failure), .. Way(frames)];
        return new CellFailure(number, file, line, SourceLine(file, line), failure.GetType().Name, failure.Message, details);
    }

    /// <summary>Where a cell was stopped.</summary>
    /// <param name="end">What its code ended with.</param>
    /// <param name="number">The cell's number.</param>
    public CellFailure Interrupted(Exception end, int number) => Read(end, number) with { Kind = "Interrupted", Message = "The cell was stopped here." };

    /// <inheritdoc cref="Interrupted(Exception, int)"/>
    public CellFailure Interrupted(int number, string message) => Read(new OperationCanceledException(message), number) with { Kind = "Interrupted" };

    /// <summary>Where a cell had shown more than it may.</summary>
    public CellFailure PassedLimit(Exception? end, long limit, int number)
    {
        var failure = new OutputLimitException(limit);
        return Read(end ?? failure, number) with { Kind = "OutputLimit", Message = failure.Message };
    }

    internal static IEnumerable<string> Causes(Exception failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            yield return $"caused by {inner.GetType().Name}: {inner.Message}";
        }
    }

    /// <summary>The frames as text; of those that a recursion repeats, a few.</summary>
    internal static IEnumerable<string> Way(List<StackFrame> frames)
    {
        const int kept = 20;
        return frames.Count <= 2 * kept
            ? frames.Select(Describe)
            : [.. frames.Take(kept).Select(Describe), $"… {frames.Count - (2 * kept):N0} more …", .. frames.TakeLast(kept).Select(Describe)];
    }

    /// <summary>The frames down to the cell's own; those below belong to the script engine and the session.</summary>
    internal static List<StackFrame> UserFrames(Exception failure)
    {
        var frames = new StackTrace(failure, fNeedFileInfo: true).GetFrames().ToList();
        return frames.GetRange(0, frames.FindLastIndex(IsScript) + 1).FindAll(frame => !IsPlumbing(frame));
    }

    private static bool IsScript(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType is { } type && OutermostType(type).Name.StartsWith("Submission#", StringComparison.Ordinal);

    private static bool IsPlumbing(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.Namespace is "System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices" or "Internal.Runtime.CompilerHelpers"
        || frame.GetMethod()?.DeclaringType == typeof(CellGuard);

    private static Type OutermostType(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static string Describe(StackFrame frame)
    {
        var place = frame.GetFileName() is { } file
            ? $" in {Path.GetFileName(file)}, line {frame.GetFileLineNumber()}"
            : "";
        return $"at {MethodName(frame)}{place}";
    }

    private static string MethodName(StackFrame frame)
    {
        var method = frame.GetMethod();
        if (method is null)
        {
            return "(unknown)";
        }

        // The compiler's names: <Initialize> is a cell's own code, <Name> within others is the method that the code was written in.
        var full = $"{method.DeclaringType?.FullName}.{method.Name}";
        var written = CompilerNames().Match(full) is { Success: true } match ? match.Groups["name"].Value : null;
        var type = method.DeclaringType is { } declaring ? SubmissionPrefix().Replace(declaring.FullName ?? declaring.Name, "").Split('+', '[')[0].Split('`')[0] : "";
        var name = written ?? method.Name;
        return name == "Initialize" ? "the cell's code" : type.Length == 0 || type.StartsWith('<') || type.StartsWith("Submission#", StringComparison.Ordinal) ? name : $"{type}.{name}";
    }

    private static int LineOf(Diagnostic error) => error.Location.GetMappedLineSpan().StartLinePosition.Line + 1;

    private static string Message(Diagnostic error) => error.GetMessage(CultureInfo.InvariantCulture);

    private string SourceLine(string file, int line) =>
        _steps.LastOrDefault(step => step.File == file && line >= step.FirstLine && line < step.FirstLine + step.LineCount) is { } step
            ? SourceLine(step, line)
            : "";

    private static string SourceLine(CodeStep step, int line) => step.Code.Split('\n').ElementAtOrDefault(line - step.FirstLine)?.Trim() ?? "";

    [GeneratedRegex(@"<+(?<name>\w+)>+[gbd]__")]
    private static partial Regex CompilerNames();

    [GeneratedRegex(@"^Submission#\d+\+?")]
    private static partial Regex SubmissionPrefix();
}
