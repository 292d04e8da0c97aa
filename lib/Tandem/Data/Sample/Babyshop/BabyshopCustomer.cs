using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Somebody's hidden taste: a few brands of one kind, families of product groups, a style that no column tells of, a child of a sex and an age. All of it
/// is whole numbers: nothing that rounds differently on another machine decides what is drawn.
/// </summary>
internal sealed class BabyshopCustomer
{
    private const int FavouriteBrands = 4;
    private const int BrandLoyalty = 60;
    private const int BestFit = 5 * 4;
    private const int MostTries = 200;

    private readonly BabyshopCatalogue _catalogue;
    private readonly int[] _brands;
    private readonly int[] _likings;
    private readonly int _style;
    private readonly int _gender;
    private readonly int _age;

    public BabyshopCustomer(BabyshopCatalogue catalogue, SeededRandom random)
    {
        _catalogue = catalogue;
        var kind = random.NextInt(BabyshopCatalogue.KindCount);
        _brands = Draws.Many(FavouriteBrands, () => catalogue.DrawBrand(kind, random));
        _likings = Draws.Many(BabyshopGroup.FamilyCount, () => 1 + random.NextInt(4));
        _style = random.NextInt(BabyshopCatalogue.StyleCount);
        _gender = 2 * random.NextInt(2);

        // In January; most children are small, some not born yet.
        _age = Math.Min(random.NextInt(150), random.NextInt(150)) - 9;
    }

    /// <summary>Items with the months in which the customer first looks at them; no item twice.</summary>
    public IEnumerable<(int Item, int Month)> Draw(int count, SeededRandom random)
    {
        var drawn = new HashSet<int>(count);
        while (drawn.Count < count)
        {
            var item = DrawItem(drawn, random);
            drawn.Add(item);
            yield return (item, DrawMonth(item, random));
        }
    }

    private int DrawItem(HashSet<int> drawn, SeededRandom random)
    {
        // Proposed by popularity: mostly of the favourite style, often of a favourite brand. The better the item fits, the likelier it is taken.
        for (var tries = 0; ; tries++)
        {
            var style = random.NextInt(2) == 0 ? random.NextInt(BabyshopCatalogue.StyleCount) : _style;
            var item = random.NextInt(100) < BrandLoyalty
                ? _catalogue.Draw(style, _brands[random.NextInt(FavouriteBrands)], random)
                : _catalogue.Draw(style, random);
            if ((tries > MostTries || random.NextInt(BestFit) < Fit(item)) && !drawn.Contains(item))
            {
                return item;
            }
        }
    }

    /// <summary>From 0 to <see cref="BestFit"/>.</summary>
    private int Fit(int item)
    {
        var gender = _catalogue.Gender(item);
        if (gender != _gender && gender != 1)
        {
            return 0;
        }

        var age = _catalogue.Fits(item, _age + 6) ? 5 : _catalogue.Fits(item, _age) || _catalogue.Fits(item, _age + 11) ? 3 : 0;
        return age * _likings[_catalogue.Group(item) / BabyshopGroup.FamilySize];
    }

    private int DrawMonth(int item, SeededRandom random)
    {
        Span<int> weights = stackalloc int[BabyshopGroup.MonthCount];
        BabyshopGroup.All[_catalogue.Group(item)].Seasons.CopyTo(weights);
        for (var month = 1; month <= weights.Length; month++)
        {
            weights[month - 1] *= _catalogue.Fits(item, _age + month) ? 4 : 1;
        }

        return 1 + new WeightedChoice(weights).Next(random);
    }
}
