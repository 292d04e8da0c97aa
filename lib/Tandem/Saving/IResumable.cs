namespace Tandem;

/// <summary>
/// Something that changes while a model is trained and is no layer, such as a sampler: a checkpoint keeps it, so that a resumed training goes on as if it
/// had not been interrupted. Those in the fields of a model are found there.
/// </summary>
public interface IResumable
{
    /// <summary>Writes what it remembers; nothing when it remembers nothing.</summary>
    void SaveState(StateWriter state);

    /// <summary>Takes over what <see cref="SaveState"/> of one made alike wrote.</summary>
    /// <exception cref="InvalidDataException">It was made otherwise.</exception>
    void LoadState(StateReader state);
}
