using System.Collections.Concurrent;

namespace Tandem.Notebooks;

/// <summary>The ids of all that was displayed in the session: what comes under one of them takes its place.</summary>
internal sealed class DisplayIds
{
    private readonly ConcurrentDictionary<string, bool> _shown = new();

    /// <summary>True the first time.</summary>
    public bool TryAdd(string id) => _shown.TryAdd(id, true);
}
