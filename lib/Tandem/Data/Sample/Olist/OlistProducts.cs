using Tandem.Tensors;

namespace Tandem;

/// <summary>The invented products and who sells them: a long tail in every category, and what is bought together with each.</summary>
internal sealed class OlistProducts
{
    private const int SellerCount = 150;
    private const int CompanionCount = 3;
    private const int MostTries = 3;

    private readonly OlistAddresses _sellerHomes;
    private readonly int[] _category;
    private readonly int[] _seller;
    private readonly int[] _cents;
    private readonly int[] _grams;
    private readonly int[][] _companions;
    private readonly GroupedChoice _inCategory;

    public OlistProducts(int count, SeededRandom random)
    {
        var categories = new WeightedChoice(Array.ConvertAll(OlistCategory.All, category => category.Share));
        var priceLevels = Draws.Many(OlistCategory.All.Length, () => 1_500 + random.NextInt(4_000) * (1 + random.NextInt(4)));
        var sellers = new WeightedChoice(Draws.LongTail(SellerCount, flatness: 15, random));
        SellerIds = new StringDictionary(SampleIds.Hexadecimal(SellerCount, random));
        _sellerHomes = new OlistAddresses(SellerCount, random);
        Ids = new StringDictionary(SampleIds.Hexadecimal(count, random));

        // Every category has a product at least.
        _category = [.. Enumerable.Range(0, OlistCategory.All.Length), .. Draws.Many(count - OlistCategory.All.Length, () => categories.Next(random))];
        random.Shuffle(_category.AsSpan());
        _seller = Draws.Many(count, () => sellers.Next(random));
        _cents = Array.ConvertAll(_category, category => priceLevels[category] * (40 + random.NextInt(160)) / 10_000 * 100 + 90);
        _grams = Draws.Many(count, () => 50 * (1 + random.NextInt(20) * random.NextInt(20)));

        var popularity = Draws.LongTail(count, flatness: 120, random);
        _inCategory = new GroupedChoice(_category, OlistCategory.All.Length, popularity);
        _companions = Array.ConvertAll(_category, category => Draws.Many(CompanionCount, () => DrawRelated(category, random)));
    }

    public StringDictionary Ids { get; }

    public StringDictionary SellerIds { get; }

    public int Category(int product) => _category[product];

    public int Seller(int product) => _seller[product];

    public double Price(int product) => _cents[product] / 100.0;

    /// <summary>What sending a product costs: more for the heavy, and more across the country.</summary>
    public double Freight(int product, int region, SeededRandom random)
    {
        var far = _sellerHomes.Region(_seller[product]) == region ? 0 : 700;
        return (800 + far + _grams[product] / 10 + random.NextInt(300)) / 100.0;
    }

    /// <summary>A product of a category, if possible of a seller in the region.</summary>
    public int Draw(int category, int region, SeededRandom random)
    {
        var product = _inCategory.Next(category, random);
        for (var tries = 1; tries < MostTries && _sellerHomes.Region(_seller[product]) != region; tries++)
        {
            product = _inCategory.Next(category, random);
        }

        return product;
    }

    /// <summary>What somebody adds to a basket that holds a product: mostly one of its companions.</summary>
    public int DrawCompanion(int product, SeededRandom random) =>
        random.NextInt(4) > 0 ? _companions[product][random.NextInt(CompanionCount)] : DrawRelated(_category[product], random);

    public Table ToTable(SeededRandom random)
    {
        // Somebody forgot to describe one product in fifty, and to measure the last.
        var isBlank = Draws.Many(Ids.Count, () => random.NextInt(50) == 0);
        var isUnmeasured = new bool[Ids.Count];
        isUnmeasured[^1] = true;
        DoubleColumn Described(string name, Func<int> draw) => new(name, Draws.Many(Ids.Count, () => (double)draw()), isBlank);
        DoubleColumn Measured(string name, Func<int> draw) => new(name, Draws.Many(Ids.Count, () => (double)draw()), isUnmeasured);

        return Table.FromColumns(
            new StringColumn("product_id", [.. Enumerable.Range(0, Ids.Count)], Ids),
            new StringColumn("product_category_name", _category.Select((category, product) => isBlank[product] ? null : OlistCategory.All[category].Name)),
            Described("product_name_lenght", () => 20 + random.NextInt(44)),
            Described("product_description_lenght", () => 80 + random.NextInt(60) * random.NextInt(60)),
            Described("product_photos_qty", () => 1 + Math.Min(random.NextInt(5), random.NextInt(5))),
            new DoubleColumn("product_weight_g", Array.ConvertAll(_grams, grams => (double)grams), isUnmeasured),
            Measured("product_length_cm", () => 16 + random.NextInt(50)),
            Measured("product_height_cm", () => 2 + random.NextInt(40)),
            Measured("product_width_cm", () => 11 + random.NextInt(40)));
    }

    public Table SellersToTable() => Table.FromColumns(
        [
            new StringColumn("seller_id", [.. Enumerable.Range(0, SellerCount)], SellerIds),
            .. _sellerHomes.ToColumns("seller", [.. Enumerable.Range(0, SellerCount)]),
        ]);

    /// <summary>A product of another category of the same theme.</summary>
    private int DrawRelated(int category, SeededRandom random)
    {
        var place = (category % OlistCategory.ThemeSize + 1 + random.NextInt(2)) % OlistCategory.ThemeSize;
        return _inCategory.Next(category / OlistCategory.ThemeSize * OlistCategory.ThemeSize + place, random);
    }
}
