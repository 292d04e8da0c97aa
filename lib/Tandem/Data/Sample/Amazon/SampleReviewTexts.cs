using Tandem.Tensors;

namespace Tandem;

/// <summary>Invents short reviews of musical instruments: the words depend on what is reviewed and on the stars.</summary>
internal sealed class SampleReviewTexts(SeededRandom random)
{
    private static readonly (string Thing, string[] Parts)[] _kinds =
    [
        ("strings", ["tone", "winding", "sustain", "feel under the fingers"]),
        ("cable", ["plug", "shielding", "solder joint", "length"]),
        ("picks", ["grip", "edge", "thickness", "attack"]),
        ("tuner", ["display", "clip", "battery", "accuracy"]),
        ("microphone", ["pop filter", "frequency response", "shock mount", "noise floor"]),
        ("pedal", ["footswitch", "overdrive", "power supply", "knob travel"]),
        ("stand", ["folding leg", "rubber padding", "height lock", "base"]),
        ("drumsticks", ["tip", "balance", "hickory", "rebound"]),
        ("capo", ["spring", "clamp", "rubber bar", "pressure on the neck"]),
        ("keyboard bag", ["zip", "shoulder strap", "lining", "side pocket"]),
    ];

    // What is said at one or two stars, at three, at four, at five.
    private static readonly string[][] _openings =
    [
        ["I sent mine back within a week.", "What a disappointment.", "It broke on the second evening.", "Save your money."],
        ["It is all right for the price.", "I have mixed feelings.", "Neither good nor bad.", "It works, with some patience."],
        ["A solid buy.", "I like it, with one small reservation.", "Good value.", "It does what it should."],
        ["I could not be happier.", "Exactly what I was looking for.", "I bought a second one at once.", "The best I have owned in twenty years of playing."],
    ];

    private static readonly string[][] _verdicts =
    [
        ["The {0} failed almost immediately.", "The {0} is useless on stage.", "Nobody seems to have tested the {0}.", "My complaint is the {0}: cheap and flimsy."],
        ["The {0} is acceptable.", "The {0} could be better.", "I had to adjust the {0} myself.", "The {0} is average."],
        ["The {0} is good.", "The {0} holds up well in rehearsal.", "I am pleased with the {0}.", "Nothing wrong with the {0}."],
        ["The {0} is superb.", "I love the {0}.", "The {0} is a joy, night after night.", "Everybody in the band asks about the {0}."],
    ];

    private static readonly string[][] _closings =
    [
        ["I want a refund.", "Look for another {0}.", "Never again."],
        ["Fine for a beginner.", "I would compare a few before buying.", "It stays in the drawer as a spare."],
        ["I would buy from this maker again.", "Recommended.", "Good enough for weekly gigs."],
        ["Highly recommended.", "Worth every penny.", "Five stars without a doubt."],
    ];

    private static readonly string[][] _summaries =
    [
        ["Poor {0}", "Broken {0}", "Not worth it", "Disappointing"],
        ["Okay {0}", "So-so", "Average", "Does the job, barely"],
        ["Good {0}", "Nice", "Solid {0} for the money", "Works well"],
        ["Great {0}!", "Love it", "Perfect", "Best {0} ever"],
    ];

    public static int KindCount => _kinds.Length;

    public string Summary(int kind, int stars) => string.Format(null, Pick(_summaries[Mood(stars)]), _kinds[kind].Thing);

    public string Write(int kind, int stars)
    {
        var mood = Mood(stars);
        var verdicts = Shuffled(_verdicts[mood]).Zip(Shuffled(_kinds[kind].Parts), (verdict, part) => string.Format(null, verdict, part));
        var text = $"{Pick(_openings[mood])} {string.Join(' ', verdicts.Take(1 + random.NextInt(3)))}";
        return random.NextInt(2) == 0 ? text : $"{text} {string.Format(null, Pick(_closings[mood]), _kinds[kind].Thing)}";
    }

    private static int Mood(int stars) => Math.Max(0, stars - 2);

    private string[] Shuffled(string[] phrases) => Array.ConvertAll(random.Permutation(phrases.Length), i => phrases[i]);

    private string Pick(string[] phrases) => phrases[random.NextInt(phrases.Length)];
}
