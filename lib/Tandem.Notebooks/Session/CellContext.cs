namespace Tandem.Notebooks;

/// <summary>The cell that the calling code belongs to. It flows into the tasks and threads that the cell starts.</summary>
internal sealed class CellContext(Action<CellOutput> show)
{
    private static readonly AsyncLocal<CellContext?> _ambient = new();

    private readonly Lock _gate = new();

    public static CellContext? Current
    {
        get => _ambient.Value;
        set => _ambient.Value = value;
    }

    /// <summary>Hands an output on, one at a time whatever the number of threads that show something.</summary>
    public void Show(CellOutput output)
    {
        lock (_gate)
        {
            show(output);
        }
    }
}
