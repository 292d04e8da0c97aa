using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Invented people who rate the products of a shop: a long tail of products in kinds, people who keep to two kinds, are mild or severe, and mostly content.
/// All of it is whole numbers: nothing that rounds differently on another machine decides what is drawn.
/// </summary>
internal sealed class SampleReviewers
{
    private const int HomeKinds = 2;
    private const int MostTries = 50;

    private readonly SeededRandom _random;
    private readonly int[] _quality;
    private readonly WeightedChoice _any;
    private readonly GroupedChoice _inKind;

    /// <param name="productCount">How many products there are.</param>
    /// <param name="kindCount">How many kinds of products there are.</param>
    /// <param name="flatness">Of the long tail of products: the larger, the less the best-sellers stand out.</param>
    /// <param name="counts">How many products each person rates.</param>
    /// <param name="random">Decides.</param>
    public SampleReviewers(int productCount, int kindCount, int flatness, int[] counts, SeededRandom random)
    {
        _random = random;
        var kinds = new WeightedChoice(Draws.LongTail(kindCount, flatness: 2 * kindCount, random));
        Kind = [.. Enumerable.Range(0, kindCount), .. Draws.Many(productCount - kindCount, () => kinds.Next(random))];
        random.Shuffle(Kind.AsSpan());
        _quality = Draws.Many(productCount, () => random.NextInt(9) - random.NextInt(9));
        var popularity = Draws.LongTail(productCount, flatness, random);
        _any = new WeightedChoice(popularity);
        _inKind = new GroupedChoice(Kind, kindCount, popularity);
        Reviews = DrawReviews(counts);
    }

    /// <summary>The kind of each product.</summary>
    public int[] Kind { get; }

    /// <summary>In random order; nobody rates a product twice.</summary>
    public SampleReview[] Reviews { get; }

    private SampleReview[] DrawReviews(int[] counts)
    {
        var reviews = new List<SampleReview>(counts.Sum());
        var rated = new HashSet<int>();
        for (var user = 0; user < counts.Length; user++)
        {
            rated.Clear();
            var homes = Draws.Many(HomeKinds, () => Kind[_any.Next(_random)]);
            var mildness = _random.NextInt(9) - _random.NextInt(9);
            while (rated.Count < counts[user])
            {
                var product = DrawProduct(homes, rated);
                rated.Add(product);
                reviews.Add(new SampleReview(user, product, DrawStars(mildness + _quality[product])));
            }
        }

        var shuffled = reviews.ToArray();
        _random.Shuffle(shuffled.AsSpan());
        return shuffled;
    }

    /// <summary>Five in six are of a kind at which the person is at home.</summary>
    private int DrawProduct(int[] homes, HashSet<int> rated)
    {
        for (var tries = 0; ; tries++)
        {
            var home = homes[_random.NextInt(HomeKinds)];
            var product = tries < MostTries && _random.NextInt(6) > 0 ? _inKind.Next(home, _random) : _any.Next(_random);
            if (!rated.Contains(product))
            {
                return product;
            }
        }
    }

    /// <summary>Most give five stars, and more give one than two.</summary>
    private int DrawStars(int liking)
    {
        // The sum of three dice is close enough to a bell, of which two stars get a narrow slice.
        var felt = liking + _random.NextInt(13) + _random.NextInt(13) + _random.NextInt(13);
        return felt switch { < 8 => 1, < 10 => 2, < 12 => 3, < 16 => 4, _ => 5 };
    }
}
