using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The weights that a file has for the layer that is being made from it. A layer makes parameters as large as its settings say, and in a damaged file those
/// may say anything: so each parameter is compared with the file before memory is taken for it. It starts from zeros, because the file's values follow.
/// </summary>
internal static class ExpectedWeights
{
    [ThreadStatic]
    private static StateReader? _state;

    /// <summary>Makes an object whose parameters must be in the file.</summary>
    public static T While<T>(StateReader state, Func<StateReader, T> make)
    {
        var outer = _state;
        try
        {
            _state = state;
            return make(state);
        }
        finally
        {
            _state = outer;
        }
    }

    /// <summary>A parameter of an object that is made from a file; <see langword="null"/> outside of <see cref="While"/>.</summary>
    /// <exception cref="InvalidDataException">The file has no weight of this name and shape.</exception>
    public static Parameter? Create(string name, Shape shape)
    {
        _state?.RequireWeight(name, shape);
        return _state is null ? null : new Parameter(name, Tensor.Zeros(shape));
    }
}
