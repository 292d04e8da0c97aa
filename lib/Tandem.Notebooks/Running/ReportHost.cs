using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>The side of <see cref="IsolatedReport"/> that lives in the process of its own.</summary>
public static class ReportHost
{
    /// <summary>Text is nested as deep as its writer likes, and highlighters and renderers follow it down.</summary>
    private const int StackSize = 256 << 20;

    /// <summary>Reads a run, a line of JSON, from standard input and writes its report to standard output. When the input is closed before that, so ends this process.</summary>
    /// <returns>Whether it was written; if not, standard error says why.</returns>
    public static bool Run()
    {
        // Ctrl+C reaches every process of a terminal; the other side handles it, and still wants the report of what was finished.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        var isWritten = false;
        var thread = new Thread(() => isWritten = TryWrite(), StackSize);
        thread.Start();
        thread.Join();
        return isWritten;
    }

    /// <summary>Ends this process when the other side's end closes the input: nobody else would end a report that takes for ever.</summary>
    private static void EndWith(StreamReader input) => new Thread(() =>
    {
        input.Read();
        Process.GetCurrentProcess().Kill();
    })
    { IsBackground = true }.Start();

    private static bool TryWrite()
    {
        try
        {
            using var input = new StreamReader(Console.OpenStandardInput());
            var run = JsonSerializer.Deserialize(input.ReadLine() ?? "", ReportJson.Default.ReportTask)!.ToRun();
            EndWith(input);
            using var writer = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
            HtmlReport.Write(run, writer);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, it is told, and the process ends.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"{failure.GetType().Name}: {failure.Message}");
            return false;
        }
    }
}
