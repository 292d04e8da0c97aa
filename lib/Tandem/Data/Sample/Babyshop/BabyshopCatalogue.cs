using Tandem.Tensors;

namespace Tandem;

/// <summary>The invented catalogue: brands that make things of mostly one family, sizes, and a long tail of best-sellers.</summary>
internal sealed class BabyshopCatalogue
{
    /// <summary>How many tastes there are that no column tells of.</summary>
    public const int StyleCount = 4;

    /// <summary>How many kinds of brands there are: who likes one brand likes others of its kind.</summary>
    public const int KindCount = 10;

    private const int BrandCount = 150;

    private static readonly string[] _first =
    [
        "little", "northern", "tiny", "brave", "sleepy", "merry", "velvet", "snowy", "copper", "busy", "gentle", "paper", "lucky", "wandering", "sunny",
    ];

    private static readonly string[] _second =
    [
        "otter", "birch", "comet", "puddle", "lantern", "hedgehog", "meadow", "kite", "acorn", "harbour", "fox & co", "pebble", "thimble", "sparrow",
    ];

    private static readonly StringDictionary _colours = new(
        ["black", "blue", "pink", "white", "green", "grey", "brown", "navy", "beige", "yellow", "red", "purple", "multi color", "orange", "unknown"]);

    private static readonly WeightedChoice _colourShares = new([24, 27, 33, 20, 20, 14, 14, 13, 13, 11, 7, 7, 5, 3, 1]);
    private static readonly WeightedChoice _genderShares = new([30, 40, 30]);
    private static readonly StringDictionary _genders = new(["girls", "unisex", "boys"]);
    private static readonly StringDictionary _groups = new(BabyshopGroup.All.Select(group => group.Name));

    private readonly StringDictionary _ids;
    private readonly StringDictionary _brands;
    private readonly int[] _group;
    private readonly int[] _brand;
    private readonly int[] _gender;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly WeightedChoice _brandChoice;
    private readonly GroupedChoice _ofStyle;
    private readonly GroupedChoice _ofBrandAndStyle;

    public BabyshopCatalogue(int count, SeededRandom random)
    {
        _ids = new StringDictionary(SampleIds.Signed(count, random));
        _brands = new StringDictionary(random.Permutation(_first.Length * _second.Length).Take(BrandCount).Select(i => $"{_first[i % _first.Length]} {_second[i / _first.Length]}"));
        var brandSizes = Draws.LongTail(BrandCount, flatness: 25, random);
        _brandChoice = new WeightedChoice(brandSizes);
        _brand = [.. Enumerable.Range(0, BrandCount), .. Draws.Many(count - BrandCount, () => _brandChoice.Next(random))];
        random.Shuffle(_brand.AsSpan());
        _group = DrawGroups(random);
        _gender = Array.ConvertAll(_group, group => BabyshopGroup.IsForGirlsOrBoys(group) ? _genderShares.Next(random) : 1);
        _from = Array.ConvertAll(_group, group => DrawFrom(BabyshopGroup.All[group], random));
        _to = [.. _group.Select((group, item) => DrawTo(BabyshopGroup.All[group], _from[item], random))];

        var popularity = Draws.LongTail(count, flatness: 800, random);
        var styles = Draws.Many(count, () => random.NextInt(StyleCount));
        _ofStyle = new GroupedChoice(styles, StyleCount, popularity);
        _ofBrandAndStyle = new GroupedChoice([.. _brand.Zip(styles, (brand, style) => brand * StyleCount + style)], BrandCount * StyleCount, popularity);
    }

    /// <summary>0 for girls, 1 for all, 2 for boys.</summary>
    public int Gender(int item) => _gender[item];

    public int Group(int item) => _group[item];

    /// <summary>Whether the item is for a child of an age, in months.</summary>
    public bool Fits(int item, int age) => _from[item] <= age && age <= _to[item];

    /// <summary>A brand of a kind, by its size.</summary>
    public int DrawBrand(int kind, SeededRandom random)
    {
        int brand;
        do
        {
            brand = _brandChoice.Next(random);
        }
        while (brand % KindCount != kind);

        return brand;
    }

    /// <summary>An item of a style, by its popularity.</summary>
    public int Draw(int style, SeededRandom random) => _ofStyle.Next(style, random);

    /// <summary>An item of a style, of a brand if that has any.</summary>
    public int Draw(int style, int brand, SeededRandom random)
    {
        var group = brand * StyleCount + style;
        return _ofBrandAndStyle.HasItems(group) ? _ofBrandAndStyle.Next(group, random) : Draw(style, random);
    }

    public StringColumn IdsOf(int[] items) => new("item_no", items, _ids);

    /// <summary>What the publisher tells of items in every table.</summary>
    public IEnumerable<Column> Describe(int[] items) =>
    [
        new StringColumn("gender_description", Array.ConvertAll(items, item => _gender[item]), _genders),
        new StringColumn("brand", Array.ConvertAll(items, item => _brand[item]), _brands),
        new StringColumn("product_group", Array.ConvertAll(items, item => _group[item]), _groups),
    ];

    public Table ToTable(SeededRandom random)
    {
        var all = Enumerable.Range(0, _ids.Count).ToArray();
        var hasNoSize = Array.ConvertAll(_group, group => !BabyshopGroup.HasSizes(group) || random.NextInt(20) == 0);
        return Table.FromColumns(
        [
            IdsOf(all),
            new StringColumn("colour", Array.ConvertAll(all, _ => _colourShares.Next(random)), _colours),
            .. Describe(all),
            new DoubleColumn("min_age", Array.ConvertAll(_from, InYears), hasNoSize),
            new DoubleColumn("max_age", Array.ConvertAll(_to, InYears), hasNoSize),
        ]);
    }

    /// <summary>Three items in four are of the family in which their brand is at home.</summary>
    private int[] DrawGroups(SeededRandom random)
    {
        var all = new WeightedChoice(Array.ConvertAll(BabyshopGroup.All, group => group.Share));
        var families = Array.ConvertAll(BabyshopGroup.All.Chunk(BabyshopGroup.FamilySize).ToArray(), family => new WeightedChoice(Array.ConvertAll(family, group => group.Share)));
        var home = Draws.Many(BrandCount, () => all.Next(random) / BabyshopGroup.FamilySize);
        return Array.ConvertAll(_brand, brand => random.NextInt(4) == 0
            ? all.Next(random)
            : home[brand] * BabyshopGroup.FamilySize + families[home[brand]].Next(random));
    }

    private static int DrawFrom(BabyshopGroup group, SeededRandom random) =>
        group.From + random.NextInt(3) * random.NextInt(Math.Max(1, (group.To - group.From) / 6));

    private static int DrawTo(BabyshopGroup group, int from, SeededRandom random) =>
        Math.Max(from + 12, group.To - random.NextInt(Math.Max(1, (group.To - from) / 2)));

    /// <summary>Sizes for babies go by eighths of a year, later ones by years.</summary>
    private static double InYears(int months) => months < 12 ? (Math.Max(1, months * 8 / 12) | 1) / 8.0 : months / 12;
}
