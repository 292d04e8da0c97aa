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
    private string? _unread;

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
            CellGuard.BeginStop();
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

    /// <summary>Shows what nobody caught. When the cell is to stop, that is what stopped the code.</summary>
    public void ShowUnhandled(Exception failure)
    {
        if (IsStopping)
        {
            return;
        }

        try
        {
            Show(new StreamOutput($"Unhandled exception: {ExceptionText.Describe(failure)}\n", IsError: true));
        }
        catch (OutputLimitException)
        {
            // The cell is being stopped for it.
        }
    }

    /// <summary>Asks the user for a line of text.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to ask.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public Task<string> AskAsync(InputRequest request)
    {
        if (_options.Input is not { } ask)
        {
            throw new InvalidOperationException(
                "The cell asks for input, and nobody is there to answer. Run the notebook where somebody is, or take the value from a parameter: #!set --name NAME --value DEFAULT.");
        }

        // Whoever asks is not the cell: what that writes to the console is no output of the cell.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => ask(request, Stopping));
        }
    }

    /// <summary>A line of text, or what is left of the last one.</summary>
    public string ReadLine()
    {
        var line = _unread ?? AskAsync(new InputRequest("")).GetAwaiter().GetResult();
        _unread = null;
        return line.TrimEnd('\n');
    }

    /// <summary>A character of a line of text; the line's end is one, too.</summary>
    public char Read(bool consume)
    {
        var text = string.IsNullOrEmpty(_unread) ? AskAsync(new InputRequest("")).GetAwaiter().GetResult() + '\n' : _unread;
        _unread = consume ? text[1..] : text;
        return text[0];
    }

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
