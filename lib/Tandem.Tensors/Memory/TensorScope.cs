namespace Tandem.Tensors;

/// <summary>
/// Frees what was allocated while it was open: a training step runs in a scope, so that the step's memory returns to the
/// device when the step ends, without waiting for the garbage collector. Scopes nest and belong to the thread that opened them:
/// close one before an <c>await</c>, after which another thread may go on.
/// </summary>
/// <example><code>
/// using var step = new TensorScope();
/// var loss = task.Loss(users.Embed(batch), movies.Embed(batch));
/// loss.Backward();
/// optimizer.Step(model.Parameters);
/// </code></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    private readonly TensorScope? _outer;
    private readonly HashSet<IDisposable> _members = new(ReferenceEqualityComparer.Instance);
    private bool _disposed;

    /// <summary>Opens a scope on this thread, inside the one that is open.</summary>
    public TensorScope()
    {
        _outer = _current;
        _current = this;
    }

    /// <summary>Takes a tensor or index array out of the scope that owns it: it lives until it is disposed or collected.</summary>
    /// <returns>The same object.</returns>
    public static T Keep<T>(T member)
        where T : IDisposable
    {
        for (var scope = _current; scope is not null; scope = scope._outer)
        {
            if (scope._members.Remove(member))
            {
                break;
            }
        }

        return member;
    }

    /// <summary>Hands a tensor or index array to the enclosing scope (or to nobody, at the outermost): what a helper returns from its own scope.</summary>
    /// <returns>The same object.</returns>
    public T Return<T>(T member)
        where T : IDisposable
    {
        if (_members.Remove(member))
        {
            _outer?._members.Add(member);
        }

        return member;
    }

    /// <summary>Disposes everything that the scope still owns.</summary>
    /// <exception cref="InvalidOperationException">A scope opened inside this one is still open.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (_current != this)
        {
            throw new InvalidOperationException("A TensorScope was closed out of order: close the scopes opened inside it first, on the thread that opened them.");
        }

        _disposed = true;
        _current = _outer;
        foreach (var member in _members)
        {
            member.Dispose();
        }
    }

    internal static void Register(IDisposable member) => _current?._members.Add(member);
}
