using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>A time as the places of its parts on their circles, a sine and a cosine each.</summary>
public sealed class TimeFeature : Feature
{
    private readonly ConditionalWeakTable<Column, Column[]> _cycles = [];
    private readonly TimePart[] _parts;

    internal TimeFeature(string column, TimePart[] parts)
        : base(column, 2 * parts.Length) => _parts = parts;

    /// <summary>The parts, in the order of their columns.</summary>
    public IReadOnlyList<TimePart> Parts => _parts;

    internal override FeatureKeys? Keys(Table table) => DistinctKeys.Of(table[Column]);

    /// <inheritdoc/>
    protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var columns = _cycles.GetValue(table[Column], times => [.. _parts.SelectMany(part => Cycle(times, part))]);
        var parts = new Tensor[columns.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = NumericColumns.Gather(columns[i], rows, width: 1);
        }

        return Tensor.Concat(parts);
    }

    private static Column[] Cycle(Column times, TimePart part)
    {
        var (sine, cosine) = TimeParts.Cycle(times, part);
        return [sine, cosine];
    }
}
