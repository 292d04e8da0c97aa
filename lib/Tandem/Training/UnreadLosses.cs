using Tandem.Tensors;

namespace Tandem;

/// <summary>Losses of steps that a device may not have finished: kept there, and read together.</summary>
internal sealed class UnreadLosses
{
    private const int MostMilliseconds = 1000;
    private const int Capacity = 1024;

    private readonly List<int> _rows = [];
    private Tensor? _losses;
    private long _lastRead = Environment.TickCount64;

    /// <summary>The rows of their batches.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether so long ago none was read that somebody may wait to see one; or there is no room for more.</summary>
    public bool AreDue => Environment.TickCount64 - _lastRead >= MostMilliseconds || _rows.Count == Capacity;

    public void Add(Tensor loss, int rows)
    {
        _losses ??= TensorScope.Keep(Tensor.Empty(new Shape(1, Capacity), loss.Device));
        loss.Device.CopyColumns(loss, 0, _losses, _rows.Count, 1);
        _rows.Add(rows);
        Rows += rows;
    }

    /// <summary>Waits for them. There are none afterwards, and nothing is left on the device.</summary>
    /// <returns>The losses in the order of the steps, and their batches' numbers of rows.</returns>
    public (float[] Losses, int[] Rows) Read()
    {
        if (_losses is null)
        {
            return ([], []);
        }

        var read = (_losses.ToArray()[.._rows.Count], _rows.ToArray());
        _losses.Dispose();
        _losses = null;
        _rows.Clear();
        (Rows, _lastRead) = (0, Environment.TickCount64);
        return read;
    }
}
