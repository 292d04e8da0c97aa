using Microsoft.DotNet.Interactive.Commands;

namespace Tandem.Interactive;

/// <summary>The magic <c>#!tandem</c> with its values, as .NET Interactive reads them: each parameter by its name.</summary>
internal sealed class TandemCommand : KernelDirectiveCommand
{
    /// <summary>The device to use.</summary>
    public string? Device { get; set; }

    /// <summary>The data folder to use.</summary>
    public string? Data { get; set; }
}
