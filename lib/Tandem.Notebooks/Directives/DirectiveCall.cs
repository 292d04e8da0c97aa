namespace Tandem.Notebooks;

/// <summary>A directive as it stands in a cell, its words sorted into its options.</summary>
/// <param name="Values">The values by option.</param>
/// <param name="Kernel">The kernel of the cell, or of the part of it, that holds the directive.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record DirectiveCall(IReadOnlyDictionary<string, DirectiveWord> Values, string Kernel, SourceLine Place)
{
    public bool Has(string option) => Values.ContainsKey(option);

    public DirectiveWord? Find(string option) => Values.GetValueOrDefault(option);

    public string Text(string option) => Values[option].Text;
}
