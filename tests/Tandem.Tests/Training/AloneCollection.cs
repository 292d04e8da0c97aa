namespace Tandem.Tests;

/// <summary>Tests that change what the whole process uses: no other test runs beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
