using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// How initial weights are chosen, as in Keras. The name of a parameter is mixed into its seed, so that two layers with one seed do not start alike.
/// </summary>
public sealed class Initializer
{
    /// <summary>The standard deviation of a standard normal that is cut off at ±2.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Values that are drawn before they go to the device: a large table is never on the host beside it.</summary>
    private const int BlockLength = 1 << 20;

    private readonly Func<Shape, SeededRandom, Func<float>> _draw;

    private Initializer(Func<Shape, SeededRandom, Func<float>> draw) => _draw = draw;

    /// <summary>Zeros.</summary>
    public static Initializer Zeros { get; } = Constant(0f);

    /// <summary>Ones.</summary>
    public static Initializer Ones { get; } = Constant(1f);

    /// <summary>Uniform with limit √(6 / (inputs + outputs)) (Glorot and Bengio, AISTATS 2010).</summary>
    public static Initializer GlorotUniform { get; } = new((shape, random) => Uniform(random, Math.Sqrt(6.0 / (shape[0] + shape[-1]))));

    /// <summary>Truncated normal with standard deviation √(2 / (inputs + outputs)).</summary>
    public static Initializer GlorotNormal { get; } = new((shape, random) => TruncatedNormal(random, Math.Sqrt(2.0 / (shape[0] + shape[-1])) / TruncatedDeviation));

    /// <summary>Uniform with limit √(6 / inputs) (He et al., ICCV 2015).</summary>
    public static Initializer HeUniform { get; } = new((shape, random) => Uniform(random, Math.Sqrt(6.0 / shape[0])));

    /// <summary>Truncated normal with standard deviation √(2 / inputs).</summary>
    public static Initializer HeNormal { get; } = new((shape, random) => TruncatedNormal(random, Math.Sqrt(2.0 / shape[0]) / TruncatedDeviation));

    /// <summary>Uniform with limit √(3 / inputs).</summary>
    public static Initializer LecunUniform { get; } = new((shape, random) => Uniform(random, Math.Sqrt(3.0 / shape[0])));

    /// <summary>Truncated normal with standard deviation √(1 / inputs), which <see cref="Activation.Selu"/> wants.</summary>
    public static Initializer LecunNormal { get; } = new((shape, random) => TruncatedNormal(random, Math.Sqrt(1.0 / shape[0]) / TruncatedDeviation));

    /// <summary>One value everywhere.</summary>
    public static Initializer Constant(float value) => new((_, _) => () => value);

    /// <summary>Uniform on [−limit, limit).</summary>
    /// <param name="limit">The limit; 0.05, with which embeddings start, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or not finite.</exception>
    public static Initializer Uniform(float limit = 0.05f)
    {
        CheckSpread(limit, nameof(limit));
        return new((_, random) => Uniform(random, limit));
    }

    /// <summary>Normal with mean 0.</summary>
    /// <param name="deviation">The standard deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static Initializer Normal(float deviation = 0.05f)
    {
        CheckSpread(deviation, nameof(deviation));
        return new((_, random) => () => (float)(deviation * StandardNormal(random)));
    }

    /// <summary>Normal with mean 0, drawn again where it lies beyond two standard deviations.</summary>
    /// <param name="deviation">The standard deviation before the cut.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static Initializer TruncatedNormal(float deviation = 0.05f)
    {
        CheckSpread(deviation, nameof(deviation));
        return new((_, random) => TruncatedNormal(random, deviation));
    }

    /// <summary>A parameter with initial values.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="shape">Its extents: of a kernel, <c>[inputs, outputs]</c>.</param>
    /// <param name="seed">The same seed, name and shape give the same values.</param>
    public Parameter Create(string name, Shape shape, int seed)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return ExpectedWeights.Create(name, shape) ?? Draw(name, shape, seed);
    }

    private Parameter Draw(string name, Shape shape, int seed)
    {
        var draw = _draw(shape, new SeededRandom(seed ^ (long)StableHash.Of(name)));
        var values = Tensor.Empty(shape);
        var block = new float[Math.Min(BlockLength, shape.Count)];
        for (var first = 0; first < shape.Count; first += block.Length)
        {
            var drawn = block.AsSpan(0, Math.Min(block.Length, shape.Count - first));
            foreach (ref var value in drawn)
            {
                value = draw();
            }

            values.Device.Upload(drawn, values, first);
        }

        return new Parameter(name, values);
    }

    private static Func<float> Uniform(SeededRandom random, double limit) => () => ((2 * random.NextFloat()) - 1) * (float)limit;

    private static Func<float> TruncatedNormal(SeededRandom random, double deviation) => () =>
    {
        double value;
        do
        {
            value = StandardNormal(random);
        }
        while (Math.Abs(value) > 2);

        return (float)(deviation * value);
    };

    /// <summary>The method of Box and Muller.</summary>
    private static double StandardNormal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void CheckSpread(float value, string parameter)
    {
        if (!(value >= 0 && float.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(parameter, value, "Give a finite number, 0 or more.");
        }
    }
}
