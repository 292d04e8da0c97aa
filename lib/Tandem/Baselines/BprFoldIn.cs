using Tandem.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Tandem;

/// <summary>
/// The vector of somebody new: the steps of <see cref="BprDescent"/> on the user's vector alone, for one who met the given items. The items' vectors stay as they were
/// fitted. As many steps are taken as the fit took for a user with that many interactions, and a million at most.
/// </summary>
internal sealed class BprFoldIn(Tensor itemFactors, float rate, float regularization)
{
    /// <summary>Steps after which no vector changes much: a bound on the time of a query, whatever the number of iterations.</summary>
    private const long MostSteps = 1 << 20;

    private readonly int _d = itemFactors.Shape[1];
    private readonly float[] _items = itemFactors.ToArray();

    /// <summary>The vector, whose last component is the 1 that the items' biases are multiplied by.</summary>
    /// <param name="met">The rows of the items, ascending; not all of them.</param>
    /// <param name="iterations">How many times as many steps as items are taken.</param>
    /// <param name="seed">Of the initial vector and of what the steps draw.</param>
    /// <exception cref="NonFiniteException">A score is not finite.</exception>
    public float[] Vector(int[] met, int iterations, int seed)
    {
        var random = new SeededRandom(seed);
        var user = new float[_d];
        for (var k = 0; k < _d - 1; k++)
        {
            user[k] = BprDescent.InitialFactor(random, _d - 1);
        }

        user[^1] = 1f;
        var difference = new float[_d];
        for (var step = 0L; step < Math.Min(MostSteps, (long)iterations * met.Length); step++)
        {
            var positive = Row(met[random.NextInt(met.Length)]);
            TensorPrimitives.Subtract(positive, Row(BprDescent.Unmet(met, _items.Length / _d, random)), difference);
            Step(user, difference);
        }

        return user;
    }

    private void Step(float[] user, float[] difference)
    {
        var score = TensorPrimitives.Dot<float>(user, difference);
        if (!float.IsFinite(score))
        {
            throw NonFiniteException.OfFit(
                $"{nameof(BprMatrixFactorization)}: the history's vector grew beyond all bounds, the score of a step is {score}. Fit the model with a lower learning rate.");
        }

        var gain = rate / (1 + MathF.Exp(score));
        TensorPrimitives.Multiply(user, 1 - (rate * regularization), user);
        TensorPrimitives.MultiplyAdd(difference, gain, user, user);
        user[^1] = 1f;
    }

    private ReadOnlySpan<float> Row(int item) => _items.AsSpan(item * _d, _d);
}
