using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Tandem.Interactive;

/// <summary>Lets training and evaluation know when the cell they run in is stopped.</summary>
internal static class CellInterruption
{
    /// <summary>Connects the kernel and all below it.</summary>
    public static void ConnectTo(Kernel kernel) => kernel.VisitSubkernelsAndSelf(each => each.AddMiddleware(RunInterruptibly));

    private static Task RunInterruptibly(KernelCommand command, KernelInvocationContext cell, KernelPipelineContinuation next)
    {
        Interruption.Token = cell.CancellationToken;
        return next(command, cell);
    }
}
