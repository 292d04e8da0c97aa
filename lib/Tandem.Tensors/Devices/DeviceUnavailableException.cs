namespace Tandem.Tensors;

/// <summary>A device that was asked for cannot be used on this machine, or in this program. The message says why, and what to do.</summary>
public sealed class DeviceUnavailableException : InvalidOperationException
{
    /// <summary>With the reason and the remedy, and what the attempt failed with.</summary>
    public DeviceUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
