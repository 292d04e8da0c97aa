using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Bayesian personalised ranking: user and item vectors, and an item's bias, such that what a user met scores above what the user did not meet
/// (S. Rendle et al., <i>BPR: Bayesian personalized ranking from implicit feedback</i>, UAI 2009). The last of the factors is the bias; the users' is 1.
/// </summary>
/// <remarks>
/// Each step of gradient descent takes an interaction at random and an item that its user did not meet, all such items being equally likely. Steps build on one another, so
/// they run on one thread; the same seed gives the same model. Weights of the interactions do not count.
/// </remarks>
public sealed class BprMatrixFactorization : MatrixFactorization
{
    private const string Name = nameof(BprMatrixFactorization);

    /// <summary>Fits the model.</summary>
    /// <param name="interactions">Who met what.</param>
    /// <param name="factors">The length of a vector, without the bias.</param>
    /// <param name="learningRate">The size of a step: positive.</param>
    /// <param name="regularization">How strongly each step shrinks what it changes.</param>
    /// <param name="iterations">How many times as many steps as interactions are taken.</param>
    /// <param name="seed">Of the initial vectors and of what the steps draw.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">Every user met every item.</exception>
    /// <exception cref="NonFiniteException">The factors grew beyond all bounds: the learning rate is too large.</exception>
    public BprMatrixFactorization(
        Interactions interactions,
        int factors = 64,
        float learningRate = 0.05f,
        float regularization = 0.01f,
        int iterations = 30,
        int seed = 0,
        Action<FitProgress>? progress = null)
        : this(interactions, Fit(interactions, factors, learningRate, regularization, iterations, seed, progress))
    {
    }

    private BprMatrixFactorization(Interactions interactions, (Tensor Users, Tensor Items) factors)
        : base(interactions, factors.Users, factors.Items)
    {
    }

    /// <summary>A model with factors that were fitted before; they are taken over, not copied.</summary>
    /// <exception cref="ArgumentException">The factors are not those of as many users and items.</exception>
    public static BprMatrixFactorization FromFactors(Interactions interactions, Tensor userFactors, Tensor itemFactors)
    {
        CheckFactors(interactions, userFactors, itemFactors);
        return new BprMatrixFactorization(interactions, (userFactors, itemFactors));
    }

    private static (Tensor Users, Tensor Items) Fit(
        Interactions interactions, int factors, float learningRate, float regularization, int iterations, int seed, Action<FitProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        FitArguments.CheckPositive(factors, nameof(factors), Name);
        FitArguments.CheckPositive(iterations, nameof(iterations), Name);
        FitArguments.CheckNotNegative(regularization, nameof(regularization), Name);
        FitArguments.CheckPositive(learningRate, nameof(learningRate), Name);
        var descent = new BprDescent(interactions, factors, learningRate, regularization, seed);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            descent.Iterate();
            progress?.Invoke(new FitProgress(iteration + 1, iterations));
        }

        return descent.Factors();
    }
}
