using BenchmarkDotNet.Running;
using Tandem.Benchmarks;

switch (args)
{
    case ["compare", .. var arguments]:
        return CompareCommand.Run(arguments);
    case [] or ["--help"] or ["-h"]:
        Console.WriteLine($"""
            {CompareOptions.Help}
            Anything else goes to BenchmarkDotNet: --list flat, --filter *Gemm*, --help for the rest.
            """);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
