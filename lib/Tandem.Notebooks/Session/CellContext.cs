using System.Text;

namespace Tandem.Notebooks;

/// <summary>A running cell. The code that belongs to it finds it here, in the tasks and threads that the cell starts too.</summary>
internal sealed class CellContext
{
    private static readonly AsyncLocal<CellContext?> _ambient = new();

    private readonly Lock _gate = new();
    private readonly Action<CellOutput> _show;
    private readonly SessionOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _shownBytes;
    private bool _isClosed;

    public CellContext(Action<CellOutput> show, SessionOptions options)
    {
        _show = show;
        _options = options;
    }

    public static CellContext? Current
    {
        get => _ambient.Value;
        set => _ambient.Value = value;
    }

    /// <summary>Cancelled when the cell is to stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>True when the cell is to stop.</summary>
    public bool IsStopping => _stopRequested.Task.IsCompleted;

    /// <summary>Ends when the cell is to stop.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>True when the cell showed more than it may.</summary>
    public bool PassedLimit { get; private set; }

    /// <summary>Asks the cell to stop. Nothing of what follows from it runs on the calling thread, which may be the cell's own.</summary>
    public void RequestStop()
    {
        if (_stopRequested.TrySetResult())
        {
            _ = _stop.CancelAsync();
        }
    }

    /// <summary>Hands an output on, one at a time whatever the number of threads that show something.</summary>
    /// <exception cref="OutputLimitException">The cell showed more than it may.</exception>
    public void Show(CellOutput output)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (!PassedLimit)
            {
                ShowUpToLimit(output);
            }

            if (!PassedLimit)
            {
                return;
            }
        }

        RequestStop();
        throw new OutputLimitException(_options.OutputLimit);
    }

    /// <summary>Shows why the cell failed, whatever it showed before, and nothing more.</summary>
    public void ShowAndClose(CellFailure failure)
    {
        lock (_gate)
        {
            _isClosed = true;
            _show(new ErrorOutput(failure));
        }
    }

    /// <summary>Asks the user for a line of text.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to ask.</exception>
    public Task<string> AskAsync(InputRequest request) => _options.Input is { } ask
        ? ask(request, Stopping)
        : throw new InvalidOperationException(
            "The cell asks for input, and nobody is there to answer. Run the notebook where somebody is, or take the value from a parameter: #!set --name NAME --value DEFAULT.");

    private void ShowUpToLimit(CellOutput output)
    {
        var room = _options.OutputLimit - _shownBytes;
        _shownBytes += Size(output);
        PassedLimit = _shownBytes > _options.OutputLimit;
        if (!PassedLimit)
        {
            _show(output);
        }
        else if (output is StreamOutput stream)
        {
            // A character has at most three bytes, so that many fit for certain.
            _show(stream with { Text = stream.Text[..(int)Math.Min(stream.Text.Length, room / 3)] });
        }
    }

    private static long Size(CellOutput output) => output switch
    {
        StreamOutput stream => Encoding.UTF8.GetByteCount(stream.Text),
        DisplayOutput display => Size(display.Content),
        ResultOutput result => Size(result.Content),
        _ => 0,
    };

    private static long Size(MimeBundle content) => content.Contents.Sum(entry => (long)Encoding.UTF8.GetByteCount(entry.Value));
}
