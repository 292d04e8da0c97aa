using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Directives;
using Tandem.Tensors;

namespace Tandem.Interactive;

/// <summary>The magic <c>#!tandem</c>: tells what the notebook runs on, and chooses device and data folder.</summary>
internal static class TandemDirective
{
    /// <summary>Adds the magic to a kernel.</summary>
    public static void AddTo(Kernel kernel) => kernel.AddDirective<TandemCommand>(Syntax(), Handle);

    private static KernelActionDirective Syntax() => new("#!tandem", Installation.Summary)
    {
        Parameters =
        [
            new KernelDirectiveParameter("--device", Installation.DeviceHelp).AddCompletions(() => ["cpu", "cuda", "torch-cpu", "auto"]),
            new KernelDirectiveParameter("--data", Installation.FolderHelp),
        ],
    };

    private static Task Handle(TandemCommand command, KernelInvocationContext cell)
    {
        try
        {
            Installation.Choose(command.Device, command.Data);
            cell.Display(Installation.Current(KeyValuePair.Create(".NET Interactive", Installation.VersionOf(typeof(Kernel).Assembly))));
        }
        catch (Exception wrong) when (wrong is ArgumentException or DeviceUnavailableException or DirectoryNotFoundException)
        {
            // The message says what to do; where in the library it was thrown tells the reader of a notebook nothing.
            cell.Fail(command, message: wrong.Message);
        }

        return Task.CompletedTask;
    }
}
