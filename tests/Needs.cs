using System.Diagnostics.CodeAnalysis;

namespace Tandem;

/// <summary>What a test needs and a machine may lack: the test is skipped, and the runner's messages say why, which its list of skipped tests does not.</summary>
internal static class Needs
{
    /// <summary>Skips the calling test with a reason unless the condition holds.</summary>
    public static void That([DoesNotReturnIf(false)] bool condition, string reason)
    {
        if (!condition)
        {
            TestContext.Current.SendDiagnosticMessage($"Skipped: {reason}");
        }

        Assert.SkipUnless(condition, reason);
    }
}
