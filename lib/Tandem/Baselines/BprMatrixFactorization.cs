using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Bayesian personalised ranking: user and item vectors, and an item's bias, such that what a user met scores above what the user did not meet
/// (S. Rendle et al., <i>BPR: Bayesian personalized ranking from implicit feedback</i>, UAI 2009). The last of the factors is the bias; the users' is 1.
/// </summary>
/// <remarks>
/// Each step of gradient descent takes an interaction at random and an item that its user did not meet, all such items being equally likely. Steps build on one another, so
/// they run on one thread; the same seed gives the same model. Weights of the interactions do not count.
/// <para>
/// Somebody new needs no training (<see cref="MatrixFactorization.QueryHistory"/>): the same steps are taken for the history's vector alone, while the items' stay, as many
/// as the fit took for a user with that many interactions. They begin at the seed, so that the same history gives the same vector.
/// </para>
/// </remarks>
public sealed class BprMatrixFactorization : MatrixFactorization
{
    private const string Name = nameof(BprMatrixFactorization);

    private readonly Lazy<BprFoldIn> _foldIn;

    /// <summary>Fits the model.</summary>
    /// <param name="interactions">Who met what.</param>
    /// <param name="factors">The length of a vector, without the bias.</param>
    /// <param name="learningRate">The size of a step: positive.</param>
    /// <param name="regularization">How strongly each step shrinks what it changes.</param>
    /// <param name="iterations">How many times as many steps as interactions are taken.</param>
    /// <param name="seed">Of the initial vectors and of what the steps draw.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Ends the fit early. Stopping the notebook's cell does so, too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">Every user met every item.</exception>
    /// <exception cref="NonFiniteException">The factors grew beyond all bounds: the learning rate is too large.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public BprMatrixFactorization(
        Interactions interactions,
        int factors = 64,
        float learningRate = 0.05f,
        float regularization = 0.01f,
        int iterations = 30,
        int seed = 0,
        Action<FitProgress>? progress = null,
        CancellationToken cancellation = default)
        : this(
            interactions,
            Fit(interactions, factors, learningRate, regularization, iterations, seed, progress, cancellation),
            learningRate,
            regularization,
            iterations,
            seed)
    {
    }

    private BprMatrixFactorization(
        Interactions interactions, (Tensor Users, Tensor Items) factors, float learningRate, float regularization, int iterations, int seed)
        : base(interactions, factors.Users, factors.Items)
    {
        (LearningRate, Regularization, Iterations, Seed) = (learningRate, regularization, iterations, seed);
        _foldIn = new Lazy<BprFoldIn>(() => new BprFoldIn(ItemFactors, LearningRate, Regularization));
    }

    /// <summary>A model with factors that were fitted before; they are taken over, not copied.</summary>
    /// <param name="interactions">What it was fitted to.</param>
    /// <param name="userFactors">The users' vectors.</param>
    /// <param name="itemFactors">The items' vectors.</param>
    /// <param name="learningRate">The size of a step when a history is folded in.</param>
    /// <param name="regularization">How strongly each of those steps shrinks the history's vector.</param>
    /// <param name="iterations">How many times as many steps as the history has items are taken.</param>
    /// <param name="seed">Of the initial vector and of what those steps draw.</param>
    /// <exception cref="ArgumentException">The factors are not those of as many users and items, or are not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static BprMatrixFactorization FromFactors(
        Interactions interactions,
        Tensor userFactors,
        Tensor itemFactors,
        float learningRate = 0.05f,
        float regularization = 0.01f,
        int iterations = 30,
        int seed = 0)
    {
        CheckFactors(interactions, userFactors, itemFactors);
        CheckSteps(learningRate, regularization, iterations);
        return new BprMatrixFactorization(interactions, (userFactors, itemFactors), learningRate, regularization, iterations, seed);
    }

    /// <summary>The size of a step.</summary>
    public float LearningRate { get; }

    /// <summary>How strongly each step shrinks what it changes.</summary>
    public float Regularization { get; }

    /// <summary>How many times as many steps as interactions are taken.</summary>
    public int Iterations { get; }

    /// <summary>Of the initial vectors and of what the steps draw.</summary>
    public int Seed { get; }

    private static void CheckSteps(float learningRate, float regularization, int iterations)
    {
        FitArguments.CheckPositive(iterations, nameof(iterations), Name);
        FitArguments.CheckNotNegative(regularization, nameof(regularization), Name);
        FitArguments.CheckPositive(learningRate, nameof(learningRate), Name);
    }

    private protected override float[] FoldIn(int[] history) => history.Length < Count
        ? _foldIn.Value.Vector(history, Iterations, Seed)
        : throw new ArgumentException("The history holds every item, so there is nothing to tell apart.", nameof(history));

    private static (Tensor Users, Tensor Items) Fit(
        Interactions interactions,
        int factors,
        float learningRate,
        float regularization,
        int iterations,
        int seed,
        Action<FitProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        FitArguments.CheckPositive(factors, nameof(factors), Name);
        CheckSteps(learningRate, regularization, iterations);
        FitArguments.CheckSize(interactions, factors + 1, Name);
        using var interruption = Interruption.By(cancellation);
        var descent = new BprDescent(interactions, factors, learningRate, regularization, seed);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            descent.Iterate(Interruption.Token);
            progress?.Invoke(new FitProgress(iteration + 1, iterations));
        }

        var (userFactors, itemFactors) = descent.Factors();
        return userFactors.Device.AllFinite(userFactors) && itemFactors.Device.AllFinite(itemFactors)
            ? (userFactors, itemFactors)
            : throw new NonFiniteException($"the last iteration of {Name}: a factor is not finite");
    }
}
