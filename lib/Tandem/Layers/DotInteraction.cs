using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The inner products of all pairs of features, as in DLRM (Naumov et al., <i>Deep learning recommendation model for personalization and
/// recommendation systems</i>, 2019, section 2.1.3): the lower triangle of the features' Gram matrix, row by row.
/// </summary>
public sealed class DotInteraction : TensorLayer
{
    /// <summary>A layer without parameters.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="dimension">The length of each feature's row.</param>
    /// <param name="selfInteraction">Whether the product of a feature with itself, the diagonal, is among them.</param>
    /// <param name="skipGather">Whether to give the whole matrix, <c>features²</c> numbers a row, with zeros where a pair is left out, as TFRS can.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="ArgumentException">There is one feature and no self-interaction: no pair.</exception>
    public DotInteraction(string name, int features, int dimension, bool selfInteraction = false, bool skipGather = false)
        : base(name, Product(features, dimension), Pairs(features, selfInteraction, skipGather))
    {
        Features = features;
        SelfInteraction = selfInteraction;
        SkipGather = skipGather;
    }

    /// <summary>The number of features.</summary>
    public int Features { get; }

    /// <summary>Whether the product of a feature with itself is among the outputs.</summary>
    public bool SelfInteraction { get; }

    /// <summary>Whether the output is the whole matrix.</summary>
    public bool SkipGather { get; }

    /// <summary>The interactions of features, each <c>[batch, dimension]</c>.</summary>
    /// <exception cref="ArgumentException">The number of features, or the length of a row, is another.</exception>
    public Tensor Apply(IReadOnlyList<Tensor> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var dimension = InputDimension / Features;
        if (features.Count != Features || features.Any(feature => feature.Shape.Rank != 2 || feature.Shape[1] != dimension))
        {
            throw new ArgumentException(
                $"Layer {Name} takes {Features} features of {dimension} columns each; it was given {string.Join(", ", features.Select(feature => feature.Shape))}.", nameof(features));
        }

        return Apply(Tensor.Concat([.. features]));
    }

    /// <summary>The interactions of features that stand side by side.</summary>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        var pairs = rows.PairDots(Features, SelfInteraction);
        return SkipGather ? Triangle(pairs) : pairs;
    }

    /// <summary>The rows of the matrix side by side, each its pairs and zeros.</summary>
    private Tensor Triangle(Tensor pairs)
    {
        var parts = new List<Tensor>();
        for (int i = 0, start = 0; i < Features; i++)
        {
            var count = SelfInteraction ? i + 1 : i;
            parts.Add(pairs.Columns(start, count));
            parts.Add(Tensor.Zeros(new Shape(pairs.Shape[0], Features - count), pairs.Device));
            start += count;
        }

        return Tensor.Concat([.. parts]);
    }

    private static int Product(int features, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        return checked(features * dimension);
    }

    private static int Pairs(int features, bool selfInteraction, bool skipGather)
    {
        if (features == 1 && !selfInteraction)
        {
            throw new ArgumentException("One feature has no other to interact with. Give two features or more, or ask for self-interaction.", nameof(features));
        }

        return skipGather ? features * features : features * (selfInteraction ? features + 1 : features - 1) / 2;
    }
}
