using System.Runtime.ExceptionServices;

namespace Tandem.Notebooks;

/// <summary>
/// Runs the compiler on text of unknown origin. The compiler descends into nested code by recursion and does not check the stack everywhere, and an overflow would end
/// the process. So code that is nested deeper than <see cref="NestingLimit"/> allows is refused, and all other code is read on a thread with a large stack, for long
/// chains such as <c>a or b or c …</c>.
/// </summary>
internal static class CompilerStack
{
    // Memory is used only as far as the stack is: a usual cell uses less than 1 MB of it.
    private const int Size = 256 << 20;

    private const string OutOfStack = "the code is nested too deeply for the compiler; give parts of it names of their own";

    /// <summary>Calls a function that hands code to the compiler.</summary>
    /// <param name="code">The code.</param>
    /// <param name="use">The function.</param>
    /// <exception cref="NestingException">The code is nested too deeply.</exception>
    public static T Run<T>(string code, Func<T> use)
    {
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    NestingLimit.Check(code);
                    result = use();
                }
#pragma warning disable CA1031 // It is thrown again, on the caller's thread.
                catch (Exception thrown)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(IsOutOfStack(thrown) ? new NestingException(OutOfStack, NestingLimit.EndOf(code), thrown) : thrown);
                }
            },
            Size)
        { IsBackground = true, Name = "Tandem compiler" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private static bool IsOutOfStack(Exception failure) =>
        failure is InsufficientExecutionStackException || (failure is AggregateException several && several.Flatten().InnerExceptions.All(IsOutOfStack));
}
