using Tandem.Tensors;

namespace Tandem;

/// <summary>Draws items in proportion to whole-number weights, any item any number of times.</summary>
internal sealed class WeightedChoice
{
    private readonly int[] _ends;

    /// <param name="weights">One weight an item, not negative, one of them above 0; their sum is below 2³¹.</param>
    public WeightedChoice(ReadOnlySpan<int> weights)
    {
        _ends = new int[weights.Length];
        var end = 0;
        for (var item = 0; item < weights.Length; item++)
        {
            end = checked(end + weights[item]);
            _ends[item] = end;
        }
    }

    public int Next(SeededRandom random)
    {
        var drawn = random.NextInt(_ends[^1]);
        var (low, high) = (0, _ends.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ends[middle] > drawn ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
