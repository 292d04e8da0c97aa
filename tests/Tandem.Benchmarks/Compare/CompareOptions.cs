using System.Globalization;

namespace Tandem.Benchmarks;

/// <summary>What the command line of <c>compare</c> asks for.</summary>
/// <param name="DataFolder">The folder that holds <c>ml-1m</c>; <see langword="null"/> for that of <c>TANDEM_DATA</c>, else the sample.</param>
/// <param name="Only">The comparisons to run.</param>
/// <param name="Rounds">How often each contender is measured.</param>
internal sealed record CompareOptions(string? DataFolder, IReadOnlyList<string> Only, int Rounds)
{
    /// <summary>What the command does, for <c>--help</c>.</summary>
    public static string Help { get; } = $"""
        compare [--data DIR] [--only NAME…] [--rounds N]
          Measures Tandem beside its peers, interleaved, and prints each figure as a line `name: value`: medians, and ratios
          taken within rounds. Progress goes to the standard error.
          --data DIR    the folder that holds ml-1m (default: TANDEM_DATA, else the generated sample)
          --only NAME…  some of: {string.Join(", ", Comparisons.Names)} (default: all)
          --rounds N    how often each contender is measured (default: 3)
        """;

    /// <summary>Reads the arguments that follow <c>compare</c>.</summary>
    /// <exception cref="UsageException">An argument is unknown, incomplete or out of range.</exception>
    public static CompareOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CompareOptions(null, Comparisons.Names, 3);
        for (var at = 0; at < arguments.Length;)
        {
            var option = arguments[at++];
            var start = at;
            while (at < arguments.Length && !arguments[at].StartsWith("--", StringComparison.Ordinal))
            {
                at++;
            }

            options = options.With(option, arguments[start..at]);
        }

        return options;
    }

    private CompareOptions With(string option, ReadOnlySpan<string> values) => option switch
    {
        "--data" => this with { DataFolder = ExistingFolder(Single(option, values)) },
        "--only" => this with { Only = KnownNames(values) },
        "--rounds" => this with { Rounds = Positive(option, Single(option, values)) },
        _ => throw new UsageException($"compare does not know {option}. Its options are --data, --only and --rounds."),
    };

    private static string Single(string option, ReadOnlySpan<string> values) =>
        values.Length == 1 ? values[0] : throw new UsageException($"{option} takes one value; it was given {values.Length}.");

    private static string ExistingFolder(string folder) =>
        Directory.Exists(folder) ? folder : throw new UsageException($"--data: there is no folder {folder}. Give the folder that holds ml-1m.");

    private static int Positive(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new UsageException($"{option}: {text} is not a positive number.");

    private static string[] KnownNames(ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
        {
            throw new UsageException($"--only takes one or more of {string.Join(", ", Comparisons.Names)}.");
        }

        foreach (var name in names)
        {
            if (!Comparisons.Names.Contains(name))
            {
                throw new UsageException($"--only: there is no comparison {name}. There are {string.Join(", ", Comparisons.Names)}.");
            }
        }

        return names.ToArray();
    }
}
