namespace Tandem.Notebooks;

/// <summary>Tasks as values: what became of them, without waiting for those that still run.</summary>
internal static class TaskShape
{
    public static string Describe(Task task) => task switch
    {
        { IsFaulted: true } => $"{TypeName.OfValue(task)}, failed: {ExceptionText.Line(task.Exception.InnerExceptions[0])}",
        { IsCanceled: true } => $"{TypeName.OfValue(task)}, cancelled",
        { IsCompleted: true } => Result(task) is (true, var value) ? $"{TypeName.OfValue(task)}, completed: {CellText.Of(value)}" : $"{TypeName.OfValue(task)}, completed",
        _ => $"{TypeName.OfValue(task)}, not completed; await it for what it gives",
    };

    /// <summary>The result of a completed task; none for a task without one.</summary>
    private static (bool Has, object? Value) Result(Task task)
    {
        var result = task.GetType().GetProperty(nameof(Task<>.Result));
        // A task without a result may be one of this type within.
        return result is null || result.PropertyType.Name == "VoidTaskResult" ? (false, null) : (true, result.GetValue(task));
    }
}
