namespace Tandem.Notebooks;

/// <summary>The order of completions that match what was typed equally well.</summary>
internal enum CompletionRank
{
    /// <summary>What the place asks for: an argument's name, a value of its enumeration.</summary>
    Expected,
    Local,
    SessionVariable,
    Member,
    Keyword,
    Type,
    Namespace,
}
