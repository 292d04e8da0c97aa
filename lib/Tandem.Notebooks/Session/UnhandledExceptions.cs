using System.Runtime.ExceptionServices;

namespace Tandem.Notebooks;

/// <summary>Keeps the process alive when a thread that a cell started ends with an exception, and shows the exception below the cell.</summary>
internal static class UnhandledExceptions
{
    private static readonly Lazy<bool> _installed = new(Set);

    /// <summary>Handles them from now on, once a process. A handler that the program has set itself stays.</summary>
    public static void Install() => _ = _installed.Value;

    private static bool Set()
    {
        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(Handle);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Handle(Exception failure)
    {
        if (CellContext.Current is not { } cell)
        {
            return false;
        }

        cell.ShowUnhandled(failure);
        return true;
    }
}
