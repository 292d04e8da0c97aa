using Tandem.Tensors;

namespace Tandem;

/// <summary>Initial weights. The name of the parameter is mixed into the seed, so that two towers with one seed do not start alike.</summary>
internal static class Initializer
{
    /// <summary>Uniform on [−limit, limit).</summary>
    public static Parameter Uniform(string name, Shape shape, float limit, int seed)
    {
        var random = new SeededRandom(seed ^ StableHash(name));
        var values = new float[shape.Count];
        foreach (ref var value in values.AsSpan())
        {
            value = ((2 * random.NextFloat()) - 1) * limit;
        }

        return new Parameter(name, Tensor.From(values, shape));
    }

    /// <summary>Glorot and Bengio (AISTATS 2010): uniform with limit √(6 / (inputs + outputs)).</summary>
    public static Parameter GlorotUniform(string name, int inputs, int outputs, int seed) =>
        Uniform(name, new Shape(inputs, outputs), MathF.Sqrt(6f / (inputs + outputs)), seed);

    /// <summary>FNV-1a, 64 bits: the same on every machine, as <see cref="string.GetHashCode()"/> is not.</summary>
    private static long StableHash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return (long)hash;
    }
}
