namespace Tandem;

/// <summary>A vocabulary that has more entries than when it was saved.</summary>
/// <param name="Name">Where in the model it is, such as <c>users.features[0].lookup</c>.</param>
/// <param name="Known">How many entries it had.</param>
/// <param name="New">How many came with the newer data.</param>
public sealed record GrownVocabulary(string Name, int Known, int New);
