namespace Tandem;

/// <summary>An item of a list, as ranking metrics see it.</summary>
/// <param name="Label">Its grade of relevance, 0 or more.</param>
/// <param name="Relevance">What the metric makes of the grade: a gain, or whether the item is relevant.</param>
/// <param name="Weight">Its sample weight, more than 0.</param>
internal readonly record struct RankedItem(float Label, double Relevance, double Weight);
