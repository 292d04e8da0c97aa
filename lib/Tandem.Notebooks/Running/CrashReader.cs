using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>Says why a host process ended before its notebook did, from its exit code and what the .NET runtime wrote when it died.</summary>
internal static partial class CrashReader
{
    private const int MaxFrames = 12;

    /// <summary>The failure of the cell that ran.</summary>
    /// <param name="end">How the process ended.</param>
    /// <param name="exitedInOrder">Whether the process told that it was exiting.</param>
    /// <param name="planned">The cell.</param>
    /// <param name="file">The notebook's full path.</param>
    public static CellFailure Read(HostEnd end, bool exitedInOrder, PlannedCell planned, string file)
    {
        var account = TextLines.Split(end.Trace.Account);
        var (kind, message) = Cause(end, exitedInOrder, account);
        var frames = account.Select(line => Frame().Match(line)).Where(match => match.Success).ToList();
        var place = frames.FirstOrDefault(frame => frame.Groups["file"].Value == file);
        var lines = TextLines.Split(planned.Source);
        var line = place is not null
            ? int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture)
            : planned.StartLine + Math.Max(0, Array.FindIndex(lines, text => !string.IsNullOrWhiteSpace(text)));
        var isKnown = place is not null || lines.Count(text => !string.IsNullOrWhiteSpace(text)) == 1;
        var source = isKnown ? lines.ElementAtOrDefault(line - planned.StartLine)?.Trim() ?? "" : "(somewhere in the cell)";
        return new CellFailure(planned.Number, file, line, source, kind, message, Details(account));
    }

    private static (string Kind, string Message) Cause(HostEnd end, bool exitedInOrder, string[] account)
    {
        var head = account[0];
        if (head.StartsWith("Stack overflow", StringComparison.Ordinal))
        {
            return ("StackOverflow", "the stack overflowed, which ends a .NET process; look for a method that calls itself without end");
        }

        if (head.StartsWith("Out of memory", StringComparison.Ordinal))
        {
            return ("OutOfMemory", "the memory ran out, which ended the process");
        }

        if (UnhandledException().Match(head) is { Success: true } exception)
        {
            return (exception.Groups["type"].Value, $"{exception.Groups["message"].Value} — nothing caught it on the thread that the cell started, which ends a .NET process");
        }

        if (head.StartsWith("Process terminated", StringComparison.Ordinal))
        {
            var reason = account.Skip(1).TakeWhile(line => !Frame().IsMatch(line)).Prepend(head["Process terminated.".Length..]).Select(line => line.Trim());
            return ("FailFast", $"the cell ended the process: {string.Join(' ', reason.Where(line => line.Length > 0))}");
        }

        if (head.StartsWith("Fatal error", StringComparison.Ordinal))
        {
            return ("FatalError", $"the .NET runtime ended the process: {string.Join(' ', account.TakeWhile(line => !Frame().IsMatch(line))).Trim()}");
        }

        var code = end.ExitCode.ToString(CultureInfo.InvariantCulture);
        return exitedInOrder && SignalName(end.ExitCode) != "SIGTERM"
            ? ("ProcessExit", $"the cell ended the process with exit code {code}; to end a cell, return or throw")
            : ("ProcessExit", SignalName(end.ExitCode) is { } signal
                ? $"the process that ran the cell was ended by {signal} (exit code {code}){Hint(signal)}"
                : $"the process that ran the cell ended with exit code {code}");
    }

    private static string Hint(string signal) => signal switch
    {
        "SIGKILL" => "; somebody killed it, or the system did when its memory ran out",
        "SIGSEGV" or "SIGBUS" or "SIGILL" or "SIGFPE" => "; native code that the cell called is at fault",
        _ => "",
    };

    private static string? SignalName(int exitCode) => OperatingSystem.IsWindows() ? null : exitCode switch
    {
        128 + 4 => "SIGILL",
        128 + 6 => "SIGABRT",
        128 + 7 => OperatingSystem.IsLinux() ? "SIGBUS" : null,
        128 + 8 => "SIGFPE",
        128 + 9 => "SIGKILL",
        128 + 10 => OperatingSystem.IsMacOS() ? "SIGBUS" : null,
        128 + 11 => "SIGSEGV",
        128 + 15 => "SIGTERM",
        _ => null,
    };

    /// <summary>The frames of the notebook's code and what it called, as it names them; how often they repeat, where the account tells.</summary>
    private static List<string> Details(string[] account)
    {
        var details = new List<string>();
        foreach (var line in account.Skip(1))
        {
            if (line.StartsWith("Repeat", StringComparison.Ordinal))
            {
                details.Add(line.ToLowerInvariant());
            }
            else if (Frame().Match(line) is { Success: true } frame)
            {
                var method = frame.Groups["method"].Value;
                if (method.StartsWith("System.Environment.FailFast", StringComparison.Ordinal))
                {
                    continue;
                }

                if (Plumbing().IsMatch(method))
                {
                    break;
                }

                var place = frame.Groups["file"].Success ? $" in {Path.GetFileName(frame.Groups["file"].Value)}, line {frame.Groups["line"].Value}" : "";
                details.Add($"at {Readable(method)}{place}");
            }

            if (details.Count == MaxFrames)
            {
                details.Add("…");
                break;
            }
        }

        return details;
    }

    private static string Readable(string method)
    {
        var name = Submission().Replace(method, "");
        if (CellCode().IsMatch(name))
        {
            return "the cell's code";
        }

        var written = LocalFunction().Match(name) is { Success: true } local ? local.Groups["local"].Value is { Length: > 0 } function ? function : local.Groups["name"].Value : name;
        return written == "Initialize" ? "the cell's code" : written;
    }

    [GeneratedRegex(@"^   at (?<method>.*?)(?: in (?<file>.+):line (?<line>\d+))?$")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^Unhandled exception\. (?:[\w.]+\.)?(?<type>\w+)[^:]*(?:: (?<message>.*))?$")]
    private static partial Regex UnhandledException();

    [GeneratedRegex(@"^(Microsoft\.CodeAnalysis\.|Tandem\.Notebooks\.NotebookSession|System\.Threading\.(Thread|ExecutionContext)|System\.Runtime\.CompilerServices\.Async|Submission#\d+\.<(Initialize|Factory)>\()")]
    private static partial Regex Plumbing();

    [GeneratedRegex(@"Submission#\d+[+.]")]
    private static partial Regex Submission();

    [GeneratedRegex(@"^<<Initialize>>d__\d+\.MoveNext\(\)")]
    private static partial Regex CellCode();

    [GeneratedRegex(@"<(?<name>\w+)>+(g__(?<local>\w+)\||[bd]__)")]
    private static partial Regex LocalFunction();
}
