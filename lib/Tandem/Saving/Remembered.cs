namespace Tandem;

/// <summary>What something resumable remembers, as files hold it.</summary>
internal sealed class Remembered(IResumable resumable) : ISaved
{
    public string SavedKind => resumable.GetType().Name;

    public void Save(StateWriter state) => resumable.SaveState(state);

    /// <summary>Whether it remembers anything.</summary>
    public static bool Anything(IResumable resumable) => SavedGraph.Of(new Remembered(resumable)).Objects[0].Count > 1;
}
