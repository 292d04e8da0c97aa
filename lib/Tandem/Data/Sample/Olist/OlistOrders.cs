using Tandem.Tensors;

namespace Tandem;

/// <summary>Who ordered what and when: a growing shop with a peak in late November, where few people come back and most baskets hold one thing.</summary>
internal sealed class OlistOrders
{
    private const int DayCount = 690;
    private const int PeakDay = 418;
    private const int LongestAbsence = 240;
    private const double CheapPrice = 40;
    private static readonly DateTime _firstDay = new(2016, 10, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly WeightedChoice _hours = new([2, 1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 12, 13, 13, 13, 13, 12, 12, 12, 12, 12, 10, 6]);

    private readonly SeededRandom _random;
    private readonly OlistProducts _products;
    private readonly int[] _days;

    public OlistOrders(int count, int returns, OlistProducts products, SeededRandom random)
    {
        _random = random;
        _products = products;
        PersonCount = count - returns;
        Homes = new OlistAddresses(PersonCount, random);
        var days = new WeightedChoice([.. Enumerable.Range(0, DayCount).Select(DayWeight)]);
        Person = new int[count];
        _days = new int[count];
        for (var order = 0; order < count; order++)
        {
            (Person[order], _days[order]) = order < PersonCount ? (order, days.Next(random)) : NextReturn();
        }

        Times = Array.ConvertAll(_days, day => _firstDay.AddSeconds(day * 86_400 + _hours.Next(random) * 3_600 + random.NextInt(3_600)));
        Baskets = DrawBaskets();
    }

    public int PersonCount { get; }

    public OlistAddresses Homes { get; }

    /// <summary>The person of each order; those who come back occur several times.</summary>
    public int[] Person { get; }

    public DateTime[] Times { get; }

    /// <summary>The products of each order, one entry a piece; some orders have none.</summary>
    public int[][] Baskets { get; }

    private static int DayWeight(int day)
    {
        var sincePeak = day - PeakDay;
        return 20 + day / 3 + (sincePeak is >= 0 and < 6 ? 1_500 >> sincePeak : 0);
    }

    /// <summary>Somebody, and a day after their first order.</summary>
    private (int Person, int Day) NextReturn()
    {
        int person, left;
        do
        {
            person = _random.NextInt(PersonCount);
            left = DayCount - 1 - _days[person];
        }
        while (left < 7);

        return (person, _days[person] + 1 + _random.NextInt(Math.Min(left, LongestAbsence)));
    }

    private int[][] DrawBaskets()
    {
        var inSeason = CategoriesBySeason();
        var lastBought = new int[PersonCount];
        var baskets = new int[Person.Length][];
        for (var order = 0; order < baskets.Length; order++)
        {
            var person = Person[order];
            var region = Homes.Region(person);

            // Who comes back looks at what they bought before two times in three.
            var category = order >= PersonCount && _random.NextInt(3) > 0
                ? lastBought[person]
                : inSeason[Times[order].Month - 1, region].Next(_random);
            lastBought[person] = category;
            baskets[order] = _random.NextInt(100) == 0 ? [] : DrawBasket(_products.Draw(category, region, _random));
        }

        return baskets;
    }

    private static WeightedChoice[,] CategoriesBySeason()
    {
        var choices = new WeightedChoice[12, OlistPlace.RegionCount];
        for (var month = 1; month <= 12; month++)
        {
            for (var region = 0; region < OlistPlace.RegionCount; region++)
            {
                choices[month - 1, region] = new WeightedChoice([.. OlistCategory.All.Select((category, index) => category.Weight(index, month, region))]);
            }
        }

        return choices;
    }

    /// <summary>Mostly one piece; now and then several of it, above all of what is cheap, or other things with it.</summary>
    private int[] DrawBasket(int product)
    {
        var several = _products.Price(product) < CheapPrice ? 12 : 3;
        return (_random.NextInt(100) - several) switch
        {
            < 0 => [.. Enumerable.Repeat(product, 2 + Math.Min(_random.NextInt(4), _random.NextInt(4)))],
            < 9 => [product, _products.DrawCompanion(product, _random)],
            < 11 => [product, _products.DrawCompanion(product, _random), _products.DrawCompanion(product, _random)],
            _ => [product],
        };
    }
}
