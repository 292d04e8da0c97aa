using Tandem.Tensors;

namespace Tandem;

/// <summary>One hyper-parameter of a search.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">All its values; <see langword="null"/> for a range.</param>
/// <param name="Draw">A value by chance.</param>
internal sealed record SearchDimension(string Name, IReadOnlyList<object>? Values, Func<SeededRandom, object> Draw);
