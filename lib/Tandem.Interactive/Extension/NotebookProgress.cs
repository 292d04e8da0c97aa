using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Tandem.Interactive;

/// <summary>Shows the progress of a training as one value of the running cell.</summary>
internal static class NotebookProgress
{
    /// <summary>A place in the running cell: what is returned shows a value there, instead of the one before. <see langword="null"/> where no cell runs.</summary>
    public static Action<object>? Open()
    {
        if (KernelInvocationContext.Current is not { IsComplete: false } cell)
        {
            return null;
        }

        DisplayedValue? shown = null;
        return value =>
        {
            if (shown is null)
            {
                shown = cell.Display(value);
            }
            else
            {
                shown.Update(value);
            }
        };
    }
}
