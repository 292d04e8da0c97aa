namespace Tandem;

/// <summary>A candidate that was found for a query.</summary>
/// <param name="Id">The candidate's identifier.</param>
/// <param name="Score">The inner product of query and candidate.</param>
public readonly record struct Recommendation(string Id, float Score)
{
    /// <summary>As in <c>Recommendation { Id = 7, Score = 0.5 }</c>, in every culture.</summary>
    public override string ToString() => $"{nameof(Recommendation)} {{ {nameof(Id)} = {Id}, {nameof(Score)} = {Score} }}";
}
