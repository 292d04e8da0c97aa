using Tandem.Tensors;

namespace Tandem;

/// <summary>A list of ids, written as a text such as <c>12|7|55</c>, as the pooled embeddings of its ids. A row without a value has no ids.</summary>
public sealed class ListFeature : PooledFeature
{
    internal ListFeature(string column, string separator, StringLookup lookup, Embedding layer, Pooling pooling)
        : base(column, lookup.VocabularySize, layer, pooling) => (Separator, Lookup) = (separator, lookup);

    /// <summary>What stands between two ids.</summary>
    public string Separator { get; }

    /// <summary>The vocabulary.</summary>
    public StringLookup Lookup { get; }

    private protected override (Bags Entries, int[] Codes) Index(Column column)
    {
        var texts = column.AsStrings();
        var rows = texts.CountCodes();
        var lists = texts.Dictionary.Values.ToArray().Select((text, code) => rows[code] == 0 ? [] : text.Split(Separator, StringSplitOptions.RemoveEmptyEntries));

        // One list more, without ids, for rows without a value.
        var codes = Array.ConvertAll(texts.Codes.ToArray(), code => code < 0 ? rows.Length : code);
        try
        {
            return (Lookup.Apply([.. lists, []]), codes);
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"Column '{column.Name}': {problem.Message}", problem);
        }
    }
}
