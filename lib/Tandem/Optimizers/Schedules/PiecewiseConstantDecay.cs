using System.Globalization;

namespace Tandem;

/// <summary>The first rate up to and including the step of the first boundary, then the second up to the next, and so on.</summary>
public sealed record PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly int[] _boundaries;
    private readonly float[] _rates;

    /// <summary>Creates the schedule.</summary>
    /// <param name="boundaries">The last step of each rate but the last, ascending.</param>
    /// <param name="rates">The learning rates, one more than there are boundaries.</param>
    /// <exception cref="ArgumentException">The boundaries are not strictly ascending, or the number of rates does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<int> boundaries, IReadOnlyList<float> rates)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(rates);
        if (boundaries.Count == 0)
        {
            throw new ArgumentException("Give at least one boundary, or a constant learning rate without a schedule.", nameof(boundaries));
        }

        if (rates.Count != boundaries.Count + 1)
        {
            throw new ArgumentException($"{boundaries.Count} boundaries separate {boundaries.Count + 1} rates; {rates.Count} are given.", nameof(rates));
        }

        for (var i = 1; i < boundaries.Count; i++)
        {
            if (boundaries[i] <= boundaries[i - 1])
            {
                throw new ArgumentException(
                    $"Boundary {i}, {boundaries[i]}, does not come after boundary {i - 1}, {boundaries[i - 1]}. Put them in strictly ascending order.", nameof(boundaries));
            }
        }

        _boundaries = [.. boundaries];
        _rates = [.. rates.Select(rate => NotNegative(rate, nameof(rates)))];
    }

    /// <summary>The last step of each rate but the last.</summary>
    public IReadOnlyList<int> Boundaries => _boundaries;

    /// <summary>The learning rates.</summary>
    public IReadOnlyList<float> Rates => _rates;

    /// <inheritdoc/>
    public override float At(int step) => _rates[_boundaries.Count(boundary => boundary < step)];

    /// <inheritdoc/>
    public bool Equals(PiecewiseConstantDecay? other) =>
        other is not null && _boundaries.SequenceEqual(other._boundaries) && _rates.SequenceEqual(other._rates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_boundaries.Length, _boundaries[0], _rates[0]);

    /// <summary>The rates and the steps between them, as in <c>PiecewiseConstantDecay { 0.1 to 5, 0.05 to 15, 0.01 }</c>.</summary>
    public override string ToString()
    {
        var parts = _rates.Select((rate, i) => i < _boundaries.Length
            ? $"{rate} to {_boundaries[i]}"
            : rate.ToString(CultureInfo.InvariantCulture));
        return $"{nameof(PiecewiseConstantDecay)} {{ {string.Join(", ", parts)} }}";
    }
}
