using Tandem.Tensors;

namespace Tandem;

/// <summary>What losses ask of the values of labels. An error names the label's place.</summary>
internal static class LabelValues
{
    /// <exception cref="ArgumentException">A label is NaN or infinite.</exception>
    public static void CheckFinite(Tensor labels, string owner)
    {
        if (!labels.Device.AllFinite(labels))
        {
            Check(labels, owner, float.IsFinite, "Labels must be finite numbers; drop or fill such rows first.");
        }
    }

    /// <exception cref="ArgumentException">A label is not from 0 to 1.</exception>
    public static void CheckProbabilities(Tensor labels, string owner) =>
        Check(labels, owner, label => label is >= 0 and <= 1, "Its labels are classes or probabilities, from 0 to 1: turn ratings into likes first, or use another loss.");

    private static void Check(Tensor labels, string owner, Func<float, bool> isValid, string remedy)
    {
        var values = labels.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            if (!isValid(values[i]))
            {
                throw new ArgumentException($"{owner}: the label in {Place(labels.Shape, i)} is {values[i]}. {remedy}", nameof(labels));
            }
        }
    }

    /// <summary>An element's place, for a message.</summary>
    public static string Place(Shape shape, int index) =>
        shape.Rank < 2 || shape.Columns == 1 ? $"row {index}" : $"row {index / shape.Columns}, column {index % shape.Columns}";
}
