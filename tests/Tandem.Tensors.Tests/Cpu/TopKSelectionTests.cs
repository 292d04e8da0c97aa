namespace Tandem.Tensors.Tests.Cpu;

public sealed unsafe class TopKSelectionTests
{
    [Theory]
    [InlineData(1 << 30, 32)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, int.MaxValue)]
    public void More_keys_than_there_is_room_for_are_refused(int k, int queries)
    {
        var arguments = new TopKArguments
        {
            Queries = null,
            QueryCount = queries,
            Corpus = null,
            CorpusCount = int.MaxValue,
            Dimension = 1,
            ExcludedOffsets = null,
            Excluded = null,
            K = k,
            Scores = null,
            Rows = null,
        };
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new TopKSelection(new NativeMemoryPool(), arguments, 0, queries, segments: 1, int.MaxValue, thresholds: null));
        Assert.Contains($"The {k} best for {queries} queries at once need room for", error.Message);
    }
}
