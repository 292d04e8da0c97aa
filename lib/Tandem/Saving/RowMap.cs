using Tandem.Tensors;

namespace Tandem;

/// <summary>Which row of a table each row of a saved one becomes, when the vocabulary that names them has grown.</summary>
internal sealed class RowMap
{
    private readonly int[] _places;
    private readonly int _newCount;

    /// <summary>Finds the entries of a saved vocabulary in a grown one.</summary>
    /// <param name="name">What messages call the vocabulary.</param>
    /// <param name="saved">The saved entries, without reserved indices.</param>
    /// <param name="grown">The entries now.</param>
    public RowMap(string name, Array saved, Array grown)
    {
        var places = grown.Cast<object>().Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        _places = [.. saved.Cast<object>().Select(entry => places.GetValueOrDefault(entry, -1))];
        _newCount = grown.Length;
        Missing = saved.Cast<object>().FirstOrDefault(entry => !places.ContainsKey(entry));
        Growth = new GrownVocabulary(name, saved.Length, grown.Length - saved.Length);
    }

    /// <summary>By how much it has grown.</summary>
    public GrownVocabulary Growth { get; }

    /// <summary>A saved entry that is no more; <see langword="null"/> when all are there.</summary>
    public object? Missing { get; }

    /// <summary>Whether an entry has another place.</summary>
    public bool Moved => _places.Index().Any(place => place.Index != place.Item);

    /// <summary>Whether both shapes have a row for each entry, behind as many rows for reserved indices, and are equal otherwise.</summary>
    public bool Fits(ReadOnlySpan<int> saved, ReadOnlySpan<int> grown) =>
        saved.Length == grown.Length && saved.Length > 0 && saved[1..].SequenceEqual(grown[1..])
        && saved[0] >= _places.Length && saved[0] - _places.Length == grown[0] - _newCount;

    /// <summary>Puts saved rows where they belong; other rows stay as they are.</summary>
    public void Copy(float[] saved, Tensor target)
    {
        var values = target.ToArray();
        var width = target.Shape.Count / target.Shape[0];
        var reserved = target.Shape[0] - _newCount;
        saved.AsSpan(0, reserved * width).CopyTo(values);
        for (var entry = 0; entry < _places.Length; entry++)
        {
            saved.AsSpan((reserved + entry) * width, width).CopyTo(values.AsSpan((reserved + _places[entry]) * width));
        }

        target.Device.Upload(values, target);
    }
}
