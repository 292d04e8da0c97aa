using System.Reflection;

namespace Tandem.Notebooks;

/// <summary>
/// What the steps that were run have left: each step is an object, its variables are the object's fields, and each step sees the objects of those before it.
/// </summary>
internal sealed class SessionState
{
    private object?[] _objects = new object?[16];

    /// <summary>The last step that was run; null before the first.</summary>
    public CompiledStep? Last { get; private set; }

    /// <summary>The variables that can be named, in the order of their declaration; of several declarations of a name, the latest.</summary>
    public IReadOnlyList<SessionVariable> Variables
    {
        get
        {
            var latest = new OrderedDictionary<string, SessionVariable>(StringComparer.Ordinal);
            foreach (var variable in _objects.Take((Last?.Slot ?? 0) + 1).OfType<object>().SelectMany(VariablesOf))
            {
                latest.Remove(variable.Name);
                latest.Add(variable.Name, variable);
            }

            return [.. latest.Values];
        }
    }

    /// <summary>Runs a step that continues the last one. What it declares is there afterwards, however it ends.</summary>
    /// <returns>The value of the step's last expression.</returns>
    public Task<object?> RunAsync(CompiledStep step)
    {
        if (step.Slot == _objects.Length)
        {
            // A copy: a step that could not be stopped may still hold the old array.
            Array.Resize(ref _objects, 2 * _objects.Length);
        }

        Last = step.Continuation;
        // Usings alone have no code, and the compiler's code for a step of comments alone gives no task.
        return step.Code?.Invoke(_objects) ?? Task.FromResult<object?>(null);
    }

    private static IEnumerable<SessionVariable> VariablesOf(object step) =>
        step.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => !field.Name.StartsWith('<'))
            .Select(field => new SessionVariable(field.Name, field.FieldType, field.GetValue(step)));
}
