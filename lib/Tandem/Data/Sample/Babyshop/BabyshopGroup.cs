namespace Tandem;

/// <summary>A product group of the invented shop.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">How many items it has, against the others.</param>
/// <param name="From">The age from which a child needs it, in months.</param>
/// <param name="To">The age until which a child needs it, in months.</param>
/// <param name="Peak">The month in which it sells best, 1 to 12; 0 for a group of all seasons.</param>
internal sealed record BabyshopGroup(string Name, int Share, int From, int To, int Peak = 0)
{
    /// <summary>How many groups in a row are of one family: what a brand makes.</summary>
    public const int FamilySize = 8;

    private const int FamiliesWithSizes = 3;
    private const int FamiliesForGirlsOrBoys = 4;

    // How much better than in its worst months a group sells 0 to 6 months from its peak.
    private static readonly int[] _seasons = [10, 7, 4, 2, 1, 1, 1];

    // How the months from January on share the year's customers; December is not in the data.
    private static readonly int[] _months = [40, 31, 43, 39, 33, 45, 37, 62, 64, 84, 181];

    public static readonly BabyshopGroup[] All =
    [
        new("coats and jackets", 40, 6, 168, 11),
        new("coveralls", 30, 2, 72, 10),
        new("fleeces", 14, 6, 120, 9),
        new("rainwear", 12, 12, 120, 4),
        new("headwear", 28, 1, 120, 11),
        new("gloves and mittens", 14, 6, 120, 11),
        new("baselayers", 10, 6, 144, 11),
        new("ski clothes", 8, 36, 168, 1),

        new("tops", 55, 1, 168),
        new("bottoms", 40, 1, 168),
        new("jumpers and knitwear", 40, 1, 168, 9),
        new("dresses", 34, 6, 144, 6),
        new("all in ones", 36, 0, 30),
        new("underwear", 22, 1, 144),
        new("swimwear", 18, 6, 144, 6),
        new("nightwear", 14, 1, 120, 11),

        new("boots", 28, 12, 168, 10),
        new("trainers", 26, 12, 168, 8),
        new("sandals", 18, 12, 144, 5),
        new("slippers", 10, 6, 96, 11),
        new("wellingtons", 12, 12, 96, 9),
        new("socks", 12, 1, 144),
        new("ballet flats", 6, 24, 132, 5),
        new("sports shoes", 8, 36, 168, 4),

        new("role play", 16, 24, 96, 11),
        new("dolls", 14, 24, 96, 11),
        new("vehicles", 14, 18, 84, 11),
        new("building sets", 12, 24, 132, 11),
        new("puzzles", 10, 24, 108, 11),
        new("board games", 8, 48, 168, 11),
        new("dressing up", 8, 30, 108, 10),
        new("bicycles", 10, 24, 120, 4),

        new("first toys", 16, 0, 15),
        new("soft toys", 12, 0, 48, 11),
        new("bath toys", 8, 6, 48),
        new("musical toys", 6, 9, 60, 11),
        new("baby gyms", 6, 0, 9),
        new("ride ons", 6, 10, 40, 11),
        new("water play", 6, 12, 96, 6),
        new("sand play", 6, 12, 84, 6),

        new("strollers", 14, -6, 24, 3),
        new("stroller accessories", 16, -6, 36),
        new("car seats", 12, -4, 48),
        new("carriers and slings", 8, -3, 18),
        new("changing bags", 8, -6, 18),
        new("bouncers", 6, -3, 8),
        new("travel cots", 5, -3, 30, 6),
        new("monitors and safety", 6, -3, 24),

        new("furniture", 16, -6, 120),
        new("bedding", 16, -6, 96),
        new("lighting", 8, -6, 120, 11),
        new("storage", 10, -3, 120, 1),
        new("baby feeding", 14, -3, 24),
        new("tableware", 12, 6, 60),
        new("lunch boxes", 8, 30, 144, 8),
        new("bathing", 8, -3, 18),
    ];

    public static int FamilyCount => All.Length / FamilySize;

    public static int MonthCount => _months.Length;

    /// <summary>Whether an item of the index-th group has an age from and to which it fits.</summary>
    public static bool HasSizes(int index) => index / FamilySize < FamiliesWithSizes;

    /// <summary>Whether items of the index-th group may be meant for girls or for boys.</summary>
    public static bool IsForGirlsOrBoys(int index) => index / FamilySize < FamiliesForGirlsOrBoys;

    /// <summary>How much of it is sold in each month from January on.</summary>
    public int[] Seasons { get; } = [.. _months.Select((share, month) => share * SeasonOf(month + 1, Peak))];

    private static int SeasonOf(int month, int peak)
    {
        var fromPeak = Math.Abs(month - peak);
        return peak == 0 ? 3 : _seasons[Math.Min(fromPeak, 12 - fromPeak)];
    }
}
