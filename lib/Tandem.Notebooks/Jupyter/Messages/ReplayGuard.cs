using System.Text;

namespace Tandem.Notebooks;

/// <summary>Remembers the signatures of the last messages, so that one which somebody recorded cannot be sent again.</summary>
internal sealed class ReplayGuard
{
    /// <summary>As many as Jupyter's own kernels remember.</summary>
    private const int Capacity = 1 << 16;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();

    /// <summary>True the first time.</summary>
    public bool TryAdd(ReadOnlySpan<byte> signature)
    {
        var text = Encoding.ASCII.GetString(signature);
        lock (_gate)
        {
            if (!_seen.Add(text))
            {
                return false;
            }

            _order.Enqueue(text);
            if (_order.Count > Capacity)
            {
                _seen.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
