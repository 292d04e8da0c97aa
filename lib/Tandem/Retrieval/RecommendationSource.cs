namespace Tandem;

/// <summary>Where recommendations come from.</summary>
public enum RecommendationSource
{
    /// <summary>The index that was asked, which knows the id.</summary>
    Model,

    /// <summary>An index whose query tower reads features, since the id is new.</summary>
    Features,

    /// <summary>What is popular, since the id is new and nothing else is known.</summary>
    Popularity,
}
