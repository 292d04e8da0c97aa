using Tandem.Tensors;

namespace Tandem;

/// <summary>Invents film titles: no film of these names is meant.</summary>
internal static class SampleTitles
{
    private static readonly string[] _patterns =
    [
        "The {0} {1}", "{0} {1}s", "The {1} of {2}", "A {1} in {2}", "{2} After {3}", "My {0} {1}", "The Last {1} of {2}",
        "{3} at the {1}'s House", "Waiting for the {1}", "{1} Versus {1}", "Return to {2}", "The {1} Who Skipped {3}", "{0} Is the {1}",
        "Nobody's {1}", "Half a {1}", "Letters from {2}", "{3} in {2}", "The {0} {1} Affair", "Two {1}s and a {1}", "Midway to {2}",
        "Once a {1}", "The {1}'s {1}", "Beneath {2}", "Dial {3} for {1}", "How the {1} Lost {3}", "Escape to {2}", "{0} {3}",
    ];

    private static readonly string[] _adjectives =
    [
        "Crimson", "Reluctant", "Invisible", "Clockwork", "Velvet", "Borrowed", "Howling", "Paper", "Moonlit", "Stubborn", "Gilded", "Sleepless",
        "Runaway", "Whispering", "Electric", "Forgotten", "Salted", "Crooked", "Atomic", "Polite", "Northern", "Untidy", "Brass", "Feral",
        "Accidental", "Drowned", "Laughing", "Hollow", "Perfumed", "Second-Hand", "Winter", "Radioactive", "Honest", "Left-Handed",
    ];

    private static readonly string[] _nouns =
    [
        "Lighthouse", "Beekeeper", "Cartographer", "Mirror", "Trombone", "Detective", "Orchard", "Submarine", "Waltz", "Locksmith", "Comet",
        "Butler", "Volcano", "Librarian", "Pendulum", "Ghost", "Tailor", "Tractor", "Astronomer", "Marionette", "Ferryman", "Piano", "Robot",
        "Duchess", "Typewriter", "Umbrella", "Goalkeeper", "Alchemist", "Carousel", "Postman", "Scarecrow", "Accordion", "Bandit", "Glacier",
    ];

    private static readonly string[] _places =
    [
        "Port Meridian", "Lower Quillipond", "the Salt Sea", "Valdoria", "Seventh Street", "Mount Perhaps", "Cinder Bay", "Old Karsk",
        "the Glass Desert", "Pelican Junction", "Saint Aubergine", "the Moons of Tarsip", "Windmill Hill", "Nether Biscuit", "Rue Pamplemousse",
        "Fort Improbable", "the Tin Valley", "Lake Umbra", "Hotel Equinox", "Santa Ruina", "the Outer Suburbs", "Zanderbrook", "Copper Canyon",
    ];

    private static readonly string[] _occasions =
    [
        "Midnight", "Breakfast", "Tuesday", "the Intermission", "Thunder", "Harvest", "Christmas Eve", "Rush Hour", "Silence", "the Eclipse",
        "Carnival", "High Tide", "Curfew", "Marmalade", "Goodbye", "the Overture", "Snowfall", "Tea", "Gravity", "the Encore",
    ];

    /// <summary>Invents titles with the year in parentheses, as MovieLens writes them; no two alike.</summary>
    /// <param name="years">One year a title.</param>
    /// <param name="random">Decides.</param>
    public static string[] Invent(int[] years, SeededRandom random)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Array.ConvertAll(years, year =>
        {
            string name;
            do
            {
                name = string.Format(null, Pick(_patterns, random), Pick(_adjectives, random), Pick(_nouns, random), Pick(_places, random), Pick(_occasions, random));
            }
            while (!names.Add(name));

            return $"{name} ({year})";
        });
    }

    private static string Pick(string[] words, SeededRandom random) => words[random.NextInt(words.Length)];
}
