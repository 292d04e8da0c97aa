using System.Diagnostics;

namespace Tandem.Cli;

/// <summary>Shows how far a download is: a line that changes on a terminal, a line at its beginning and its end elsewhere.</summary>
internal sealed class TransferDisplay(TextWriter console, bool live) : IProgress<DownloadProgress>, IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(0.2);

    private DownloadProgress? _last;
    private long _started;
    private long _shown;

    public void Report(DownloadProgress value)
    {
        if (_last?.Url != value.Url)
        {
            EndLine();
            _started = Stopwatch.GetTimestamp();
            console.WriteLine(value.Resumed > 0 ? $"{value.Url}, from {DataSize.Text(value.Resumed)} on" : value.Url);
        }

        _last = value;
        if (live && (_shown == 0 || Stopwatch.GetElapsedTime(_shown) > _interval || value.Received == value.Total))
        {
            _shown = Stopwatch.GetTimestamp();
            console.Write($"\r  {Text(value)}   ");
        }
    }

    public void Dispose() => EndLine();

    private void EndLine()
    {
        if (_last is { } last)
        {
            console.WriteLine(live ? $"\r  {Text(last)}   " : $"  {Text(last)}");
            _last = null;
        }
    }

    private string Text(DownloadProgress progress)
    {
        var seconds = Math.Max(Stopwatch.GetElapsedTime(_started).TotalSeconds, 1e-3);
        var rate = $"{DataSize.Text((progress.Received - progress.Resumed) / seconds)}/s";
        return progress.Total is { } total
            ? $"{DataSize.Text(progress.Received)} of {DataSize.Text(total)}, {(double)progress.Received / Math.Max(total, 1):p0}, {rate}"
            : $"{DataSize.Text(progress.Received)}, {rate}";
    }
}
