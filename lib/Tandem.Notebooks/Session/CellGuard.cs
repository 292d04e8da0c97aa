using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Tandem.Notebooks;

/// <summary>
/// What the session adds to the loops and recursive methods of a cell's code, so that a cell which computes for ever can be stopped, and one which
/// calls itself for ever fails instead of ending the process. Not meant to be called by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellGuard
{
    /// <summary>What stopped cells left behind should have ended by then.</summary>
    private static readonly TimeSpan _lingering = TimeSpan.FromSeconds(10);

    private static int _stopping;

    /// <summary>Ends the code if its cell is to stop. In other times it costs the reading of one field.</summary>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public static void Check()
    {
        if (Volatile.Read(ref _stopping) != 0)
        {
            CheckCell();
        }
    }

    /// <summary>As <see cref="Check"/>, at the beginning of a method that may call itself.</summary>
    /// <exception cref="InsufficientExecutionStackException">The stack is all but used up.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public static void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Check();
    }

    /// <summary>The value as it is.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public static T Value<T>(T value) => value;

    /// <summary>From now on, code looks whether its cell is to stop.</summary>
    internal static void BeginStop() => Interlocked.Increment(ref _stopping);

    /// <summary>Code need not look any more, once the cell has ended and whatever it left behind had the time to.</summary>
    internal static async Task EndStopAsync(Task cell)
    {
        await cell.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(_lingering).ConfigureAwait(false);
        Interlocked.Decrement(ref _stopping);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckCell() => CellContext.Current?.Stopping.ThrowIfCancellationRequested();
}
