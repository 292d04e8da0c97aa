using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Implicit alternating least squares: user and item vectors whose products are near 1 where a user met an item, with a confidence of α times the
/// interaction's weight, and near 0, with a confidence of 1, everywhere else (Y. Hu, Y. Koren and C. Volinsky, <i>Collaborative filtering for implicit feedback
/// datasets</i>, ICDM 2008).
/// </summary>
/// <remarks>
/// Where all confidences are 1, as for α = 1 and interactions without weights, every user has the same matrix, and each half of an iteration is solved exactly at once. Otherwise each takes
/// some conjugate-gradient steps from where the last one ended (G. Takács, I. Pilászy and D. Tikk, RecSys 2011). The regularization is
/// added to the diagonal as it is, not times the number of interactions, as in the library <i>implicit</i>. Rows with confidences above 2²⁴, beside which single precision
/// loses the 1 of everything else, are solved exactly, in double precision.
/// <para>Somebody new needs no training (<see cref="MatrixFactorization.QueryHistory"/>): the vector is what the user's half of an iteration gives for the history, solved exactly.</para>
/// </remarks>
public sealed class AlternatingLeastSquares : MatrixFactorization
{
    private const int SolverSteps = 3;
    private const float InitialLimit = 0.01f;
    private const string Name = nameof(AlternatingLeastSquares);

    private readonly Lazy<ExactLeastSquares> _users;

    /// <summary>Fits the model.</summary>
    /// <param name="interactions">Who met what.</param>
    /// <param name="factors">The length of a vector.</param>
    /// <param name="regularization">What is added to the diagonal of each least-squares problem: positive.</param>
    /// <param name="iterations">How often users are solved for given the items, and items given the users.</param>
    /// <param name="alpha">The confidence of an interaction of weight 1: positive.</param>
    /// <param name="seed">Of the initial vectors.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Ends the fit early. Stopping the notebook's cell does so, too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="NonFiniteException">A vector is not finite, not even in double precision; the message names the weight.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public AlternatingLeastSquares(
        Interactions interactions,
        int factors = 64,
        float regularization = 10f,
        int iterations = 15,
        float alpha = 1f,
        int seed = 0,
        Action<FitProgress>? progress = null,
        CancellationToken cancellation = default)
        : this(interactions, Fit(interactions, factors, regularization, iterations, alpha, seed, progress, cancellation), regularization, alpha)
    {
    }

    private AlternatingLeastSquares(Interactions interactions, (Tensor Users, Tensor Items) factors, float regularization, float alpha)
        : base(interactions, factors.Users, factors.Items)
    {
        (Regularization, Alpha) = (regularization, alpha);
        _users = new Lazy<ExactLeastSquares>(() => new ExactLeastSquares(ItemFactors, Regularization));
    }

    /// <summary>A model with factors that were fitted before; they are taken over, not copied.</summary>
    /// <param name="interactions">What it was fitted to.</param>
    /// <param name="userFactors">The users' vectors.</param>
    /// <param name="itemFactors">The items' vectors.</param>
    /// <param name="regularization">The regularization it was fitted with; it counts for histories that are folded in.</param>
    /// <param name="alpha">The α it was fitted with; it counts for histories that are folded in.</param>
    /// <exception cref="ArgumentException">The factors are not those of as many users and items, or are not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public static AlternatingLeastSquares FromFactors(
        Interactions interactions, Tensor userFactors, Tensor itemFactors, float regularization = 10f, float alpha = 1f)
    {
        CheckFactors(interactions, userFactors, itemFactors);
        FitArguments.CheckPositive(regularization, nameof(regularization), Name);
        FitArguments.CheckPositive(alpha, nameof(alpha), Name);
        return new AlternatingLeastSquares(interactions, (userFactors, itemFactors), regularization, alpha);
    }

    /// <summary>What is added to the diagonal of each least-squares problem.</summary>
    public float Regularization { get; }

    /// <summary>The confidence of an interaction of weight 1.</summary>
    public float Alpha { get; }

    /// <summary>The user's half of an iteration, solved exactly for the items' vectors as they are.</summary>
    private protected override float[] FoldIn(int[] history)
    {
        using var scope = new TensorScope();
        var vectors = ItemFactors.Gather(Indices.From(history, areDistinct: true, ItemFactors.Device)).ToArray();
        var confidences = new double[history.Length];
        confidences.AsSpan().Fill(Alpha);
        return _users.Value.Solve(vectors, confidences);
    }

    private static (Tensor Users, Tensor Items) Fit(
        Interactions interactions,
        int factors,
        float regularization,
        int iterations,
        float alpha,
        int seed,
        Action<FitProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        FitArguments.CheckPositive(factors, nameof(factors), Name);
        FitArguments.CheckPositive(iterations, nameof(iterations), Name);
        FitArguments.CheckPositive(regularization, nameof(regularization), Name);
        FitArguments.CheckPositive(alpha, nameof(alpha), Name);

        FitArguments.CheckSize(interactions, factors, Name);

        using var interruption = Interruption.By(cancellation);
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        var users = LeastSquaresSide.OfUsers(interactions, alpha);
        var items = LeastSquaresSide.OfItems(interactions, alpha);
        var random = new SeededRandom(seed);
        var (userFactors, itemFactors) = (Initial(interactions.Users.Count, factors, random), Initial(interactions.Items.Count, factors, random));
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            users.Solve(itemFactors, regularization, SolverSteps, userFactors, Interruption.Token);
            items.Solve(userFactors, regularization, SolverSteps, itemFactors, Interruption.Token);
            progress?.Invoke(new FitProgress(iteration + 1, iterations));
        }

        return (TensorScope.Keep(userFactors), TensorScope.Keep(itemFactors));
    }

    private static Tensor Initial(int rows, int factors, SeededRandom random)
    {
        var values = new float[rows * factors];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = InitialLimit * random.NextFloat();
        }

        return Tensor.From(values, new Shape(rows, factors));
    }
}
