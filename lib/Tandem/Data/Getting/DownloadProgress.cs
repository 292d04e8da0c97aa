namespace Tandem;

/// <summary>How far a download is.</summary>
/// <param name="Url">What is downloaded.</param>
/// <param name="Resumed">How many bytes an earlier attempt had left.</param>
/// <param name="Received">How many bytes are there.</param>
/// <param name="Total">How many there will be; null when the server does not tell.</param>
internal sealed record DownloadProgress(string Url, long Resumed, long Received, long? Total);
