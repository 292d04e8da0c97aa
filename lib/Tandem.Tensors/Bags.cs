namespace Tandem.Tensors;

/// <summary>
/// Lists of ids of any lengths, laid end to end: the tokens of texts, the past items of users. An id is a row of a table; an entry
/// may have a weight. Immutable, on the host.
/// </summary>
public sealed class Bags
{
    // All zeros between two uses, so that numbering the ids of a batch costs nothing that grows with the table.
    [ThreadStatic]
    private static int[]? _numbers;

    private readonly int[] _offsets;
    private readonly int[] _ids;
    private readonly float[]? _weights;

    /// <summary>Copies lists.</summary>
    /// <param name="offsets">Bag i has the entries <c>offsets[i] … offsets[i + 1] − 1</c>: from 0 to the number of entries, one more than there are bags.</param>
    /// <param name="ids">The entries.</param>
    /// <param name="weights">One for each entry; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// The offsets do not run from 0 to the number of ids without descending, an id is negative, or a weight is negative, not finite or missing.
    /// </exception>
    public Bags(ReadOnlySpan<int> offsets, ReadOnlySpan<int> ids, ReadOnlySpan<float> weights = default)
        : this((offsets.ToArray(), ids.ToArray(), weights.IsEmpty ? null : weights.ToArray()))
    {
        CheckOffsets();
        CheckEntries();
    }

    /// <summary>Takes over arrays known to be right.</summary>
    private Bags((int[] Offsets, int[] Ids, float[]? Weights) arrays) => (_offsets, _ids, _weights) = arrays;

    /// <summary>The number of bags.</summary>
    public int Count => _offsets.Length - 1;

    /// <summary>The number of entries of all bags.</summary>
    public int EntryCount => _ids.Length;

    /// <summary>Where each bag's entries begin; one more than there are bags.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The entries of all bags.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>The weights of all entries; empty when each is 1.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>The entries of a bag.</summary>
    public ReadOnlySpan<int> this[int bag] => _ids.AsSpan(_offsets[bag].._offsets[bag + 1]);

    /// <summary>Makes bags of lists.</summary>
    /// <exception cref="ArgumentException">An id is negative.</exception>
    public static Bags Of(params IEnumerable<IEnumerable<int>> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        var (offsets, ids) = (new List<int> { 0 }, new List<int>());
        foreach (var list in lists)
        {
            ids.AddRange(list);
            offsets.Add(ids.Count);
        }

        return new Bags([.. offsets], [.. ids]);
    }

    /// <summary>The given bags, in the given order; a bag may occur any number of times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bag.</exception>
    public Bags Take(ReadOnlySpan<int> bags)
    {
        var offsets = TakenOffsets(bags);
        var ids = GC.AllocateUninitializedArray<int>(offsets[^1]);
        var weights = _weights is null ? null : GC.AllocateUninitializedArray<float>(ids.Length);
        for (var i = 0; i < bags.Length; i++)
        {
            var (start, length) = (_offsets[bags[i]], offsets[i + 1] - offsets[i]);
            _ids.AsSpan(start, length).CopyTo(ids.AsSpan(offsets[i]));
            _weights?.AsSpan(start, length).CopyTo(weights.AsSpan(offsets[i]));
        }

        return new Bags((offsets, ids, weights));
    }

    /// <summary>The bags without the entries of one id, such as the padding of texts.</summary>
    public Bags Without(int id)
    {
        if (!_ids.AsSpan().Contains(id))
        {
            return this;
        }

        var (offsets, ids, weights) = (new int[_offsets.Length], new List<int>(_ids.Length), new List<float>());
        for (var bag = 0; bag < Count; bag++)
        {
            for (var entry = _offsets[bag]; entry < _offsets[bag + 1]; entry++)
            {
                if (_ids[entry] != id)
                {
                    ids.Add(_ids[entry]);
                    if (_weights is not null)
                    {
                        weights.Add(_weights[entry]);
                    }
                }
            }

            offsets[bag + 1] = ids.Count;
        }

        return new Bags((offsets, [.. ids], _weights is null ? null : [.. weights]));
    }

    /// <summary>The bags as rows of one length: longer ones are cut, shorter ones filled up. Weights are left out.</summary>
    /// <param name="length">The length of a row; <see langword="null"/> for the longest bag's.</param>
    /// <param name="padding">What fills up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public int[,] ToPadded(int? length = null, int padding = 0)
    {
        var width = length ?? LongestBag();
        ArgumentOutOfRangeException.ThrowIfNegative(width, nameof(length));
        var rows = new int[Count, width];
        for (var bag = 0; bag < Count; bag++)
        {
            var entries = this[bag];
            for (var i = 0; i < width; i++)
            {
                rows[bag, i] = i < entries.Length ? entries[i] : padding;
            }
        }

        return rows;
    }

    /// <summary>Checks that all ids are rows of a table.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="table">What the error calls the table.</param>
    /// <exception cref="ArgumentException">An id is not below <paramref name="count"/>; the message names bag and position.</exception>
    public void RequireIdsBelow(int count, string table)
    {
        var maximum = -1;
        foreach (var id in _ids)
        {
            maximum = Math.Max(maximum, id);
        }

        if (maximum >= count)
        {
            var entry = Array.FindIndex(_ids, id => id >= count);
            throw new ArgumentException(
                $"{Place(entry)}: id {_ids[entry]} is outside {table}, whose ids are 0 to {count - 1}. Look ids up in its vocabulary first, or make it larger.");
        }
    }

    /// <summary>
    /// The same entries the other way round: the distinct ids, in the order of first occurrence, and for each of them a bag of the bags that
    /// name it, with the weights.
    /// </summary>
    /// <param name="idCount">A number that no id reaches.</param>
    internal (int[] Ids, Bags Bags) Transpose(int idCount)
    {
        var (slots, distinct) = NumberIds(idCount);
        var offsets = new int[distinct.Length + 1];
        foreach (var slot in slots)
        {
            offsets[slot + 1]++;
        }

        for (var i = 0; i < distinct.Length; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        return (distinct, new Bags((offsets, Distribute(slots, offsets, out var weights), weights)));
    }

    /// <summary>What each bag's weighted sum is multiplied with; <see langword="null"/> for 1.</summary>
    internal float[]? Scales(Pooling pooling)
    {
        if (pooling == Pooling.Sum)
        {
            return null;
        }

        var scales = new float[Count];
        for (var bag = 0; bag < scales.Length; bag++)
        {
            var total = pooling == Pooling.Mean ? Total(bag, weight => weight) : Math.Sqrt(Total(bag, weight => weight * weight));
            scales[bag] = total > 0 ? (float)(1 / total) : 0;
        }

        return scales;
    }

    private double Total(int bag, Func<double, double> term)
    {
        if (_weights is null)
        {
            return _offsets[bag + 1] - _offsets[bag];
        }

        var total = 0.0;
        for (var entry = _offsets[bag]; entry < _offsets[bag + 1]; entry++)
        {
            total += term(_weights[entry]);
        }

        return total;
    }

    private int LongestBag()
    {
        var longest = 0;
        for (var bag = 0; bag < Count; bag++)
        {
            longest = Math.Max(longest, _offsets[bag + 1] - _offsets[bag]);
        }

        return longest;
    }

    private int[] TakenOffsets(ReadOnlySpan<int> bags)
    {
        var offsets = new int[bags.Length + 1];
        var total = 0L;
        for (var i = 0; i < bags.Length; i++)
        {
            if ((uint)bags[i] >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(bags), bags[i], $"There are bags 0 to {Count - 1}; number {i} of those to take is {bags[i]}.");
            }

            total += _offsets[bags[i] + 1] - _offsets[bags[i]];
            offsets[i + 1] = (int)total;
        }

        return total <= int.MaxValue
            ? offsets
            : throw new ArgumentException($"These {bags.Length} bags have {total} entries, more than an array holds: take fewer at a time.", nameof(bags));
    }

    /// <summary>Each entry's number among the distinct ids.</summary>
    private (int[] Slots, int[] Distinct) NumberIds(int idCount)
    {
        if (_numbers is null || _numbers.Length < idCount)
        {
            _numbers = new int[idCount];
        }

        var slots = GC.AllocateUninitializedArray<int>(_ids.Length);
        var distinct = new List<int>();
        for (var entry = 0; entry < slots.Length; entry++)
        {
            ref var number = ref _numbers[_ids[entry]];
            if (number == 0)
            {
                distinct.Add(_ids[entry]);
                number = distinct.Count;
            }

            slots[entry] = number - 1;
        }

        foreach (var id in distinct)
        {
            _numbers[id] = 0;
        }

        return (slots, [.. distinct]);
    }

    /// <summary>Puts each entry's bag into the bag of its id.</summary>
    private int[] Distribute(int[] slots, int[] offsets, out float[]? weights)
    {
        var next = offsets[..^1];
        var bags = GC.AllocateUninitializedArray<int>(slots.Length);
        weights = _weights is null ? null : GC.AllocateUninitializedArray<float>(slots.Length);
        for (var bag = 0; bag < Count; bag++)
        {
            for (var entry = _offsets[bag]; entry < _offsets[bag + 1]; entry++)
            {
                var place = next[slots[entry]]++;
                bags[place] = bag;
                if (weights is not null)
                {
                    weights[place] = _weights![entry];
                }
            }
        }

        return bags;
    }

    /// <summary>"Bag 3, position 0".</summary>
    private string Place(int entry)
    {
        // The last bag that begins at or before the entry: bags without entries begin where the next one does.
        var bag = Array.FindLastIndex(_offsets, _offsets.Length - 2, offset => offset <= entry);
        return $"Bag {bag}, position {entry - _offsets[bag]}";
    }

    private void CheckOffsets()
    {
        if (_offsets.Length == 0 || _offsets[0] != 0 || _offsets[^1] != _ids.Length)
        {
            throw new ArgumentException(
                $"Offsets run from 0 to the number of ids, {_ids.Length}; these are {_offsets.Length}{(_offsets.Length == 0 ? "" : $", from {_offsets[0]} to {_offsets[^1]}")}. Give one more than there are bags.");
        }

        for (var bag = 0; bag < Count; bag++)
        {
            if (_offsets[bag + 1] < _offsets[bag])
            {
                throw new ArgumentException($"Offsets never descend: offset {bag} is {_offsets[bag]} and offset {bag + 1} is {_offsets[bag + 1]}.");
            }
        }
    }

    private void CheckEntries()
    {
        if (Array.FindIndex(_ids, id => id < 0) is >= 0 and var negative)
        {
            throw new ArgumentException($"{Place(negative)}: id {_ids[negative]} is negative, and ids are row numbers, 0 or more.");
        }

        if (_weights is not null && _weights.Length != _ids.Length)
        {
            throw new ArgumentException($"{_weights.Length} weights do not fit {_ids.Length} ids: give one weight an id, or none.");
        }

        if (_weights is not null && Array.FindIndex(_weights, weight => !(float.IsFinite(weight) && weight >= 0)) is >= 0 and var bad)
        {
            throw new ArgumentException($"{Place(bad)}: weight {_weights[bad]} is not a finite number, 0 or more.");
        }
    }
}
