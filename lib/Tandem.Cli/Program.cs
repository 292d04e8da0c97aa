using Tandem.Cli;

var code = await (HostCommand.Is(args) ? HostCommand.InvokeAsync(args) : TandemCommand.InvokeAsync(args)).ConfigureAwait(false);
// Returning would wait for threads that a timed-out or interrupted cell left behind.
Environment.Exit(code);
