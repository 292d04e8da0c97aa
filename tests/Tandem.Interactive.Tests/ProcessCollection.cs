namespace Tandem.Interactive.Tests;

/// <summary>Tests that change what the whole process uses: no other test runs beside them.</summary>
[CollectionDefinition(nameof(ProcessCollection), DisableParallelization = true)]
public sealed class ProcessCollection;
