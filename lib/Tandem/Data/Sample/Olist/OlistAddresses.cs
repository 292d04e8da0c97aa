using Tandem.Tensors;

namespace Tandem;

/// <summary>Where invented people live.</summary>
internal sealed class OlistAddresses
{
    private readonly OlistPlace[] _places;
    private readonly string[] _zips;

    public OlistAddresses(int count, SeededRandom random)
    {
        _places = Draws.Many(count, () => OlistPlace.Draw(random));
        _zips = Array.ConvertAll(_places, place => $"{place.Zip:00}{random.NextInt(1_000):000}");
    }

    public int Region(int person) => _places[person].Region;

    /// <summary>The three columns of an address, <c>PREFIX_zip_code_prefix</c> and so on, for the given people.</summary>
    public IEnumerable<Column> ToColumns(string prefix, int[] people) =>
    [
        new StringColumn($"{prefix}_zip_code_prefix", people.Select(person => _zips[person])),
        new StringColumn($"{prefix}_city", people.Select(person => _places[person].City)),
        new StringColumn($"{prefix}_state", people.Select(person => _places[person].State)),
    ];
}
