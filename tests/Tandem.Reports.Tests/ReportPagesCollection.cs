namespace Tandem.Notebooks.Tests;

/// <summary>Tests that share a browser and its reports.</summary>
[CollectionDefinition(nameof(ReportPages))]
public sealed class ReportPagesCollection : ICollectionFixture<ReportPages>;
