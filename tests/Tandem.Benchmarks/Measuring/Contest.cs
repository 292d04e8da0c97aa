namespace Tandem.Benchmarks;

/// <summary>
/// Measures contenders side by side: A B C, A B C, … A machine's speed drifts with heat and neighbours; contenders measured in the
/// same round meet the same conditions, so ratios are taken within rounds.
/// </summary>
internal sealed class Contest(Action<string> progress)
{
    private static readonly TimeSpan _threadsToSettle = TimeSpan.FromMilliseconds(100);
    private readonly List<(string Name, Func<double> Measure)> _contenders = [];

    /// <summary>Adds a contender: a measurement that returns seconds, or a rate.</summary>
    public Contest Add(string name, Func<double> measure)
    {
        _contenders.Add((name, measure));
        return this;
    }

    /// <summary>Runs all rounds. Between contenders it waits for the idle threads of the last one to stop spinning.</summary>
    public Samples Run(int rounds)
    {
        var values = _contenders.ToDictionary(contender => contender.Name, _ => new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, measure) in _contenders)
            {
                Thread.Sleep(_threadsToSettle);
                values[name][round] = measure();
                progress($"  round {round + 1}/{rounds}  {name}: {values[name][round]:G4}");
            }
        }

        return new Samples(values);
    }
}
