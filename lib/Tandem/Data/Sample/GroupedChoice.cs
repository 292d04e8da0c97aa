using Tandem.Tensors;

namespace Tandem;

/// <summary>Draws items of a group in proportion to whole-number weights, any item any number of times.</summary>
internal sealed class GroupedChoice
{
    private readonly int[][] _items;
    private readonly WeightedChoice[] _choices;

    /// <param name="groups">The group of each item.</param>
    /// <param name="groupCount">How many groups there are.</param>
    /// <param name="weights">The weight of each item, as for a <see cref="WeightedChoice"/>.</param>
    public GroupedChoice(int[] groups, int groupCount, int[] weights)
    {
        var items = new List<int>[groupCount];
        for (var group = 0; group < groupCount; group++)
        {
            items[group] = [];
        }

        for (var item = 0; item < groups.Length; item++)
        {
            items[groups[item]].Add(item);
        }

        _items = Array.ConvertAll(items, list => list.ToArray());
        _choices = Array.ConvertAll(_items, list => new WeightedChoice(Array.ConvertAll(list, item => weights[item])));
    }

    public bool HasItems(int group) => _items[group].Length > 0;

    public int Next(int group, SeededRandom random) => _items[group][_choices[group].Next(random)];
}
