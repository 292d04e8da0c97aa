using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>The combination of several columns' values, hashed into bins with a trainable embedding each.</summary>
public sealed class CrossFeature : EmbeddedFeature
{
    private readonly ConditionalWeakTable<Table, FeatureKeys> _bins = [];
    private readonly string[] _columns;

    internal CrossFeature(string[] columns, HashedCrossing crossing, Embedding layer)
        : base(NameOf(columns), layer)
    {
        layer.RequireRows(crossing.Bins, $"\"{Column}\"");
        (_columns, Crossing) = (columns, crossing);
    }

    /// <summary>The columns it reads.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>What gives a combination its bin.</summary>
    public HashedCrossing Crossing { get; }

    internal static string NameOf(IEnumerable<string> columns) => string.Join("×", columns);

    internal override FeatureKeys Keys(Table table) => _bins.GetValue(
        table, seen => new FeatureKeys(Crossing.Apply([.. _columns.Select(column => seen[column])]), Crossing.Bins));
}
