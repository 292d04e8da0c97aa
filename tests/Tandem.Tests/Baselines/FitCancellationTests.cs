namespace Tandem.Tests;

public sealed class FitCancellationTests
{
    private static readonly string[] _users = [.. Enumerable.Range(0, 40).Select(user => $"user {user}")];
    private static readonly string[] _items = [.. Enumerable.Range(0, 25).Select(item => $"item {item}")];

    /// <summary>Fits that no patience would see the end of, each told its progress.</summary>
    private static readonly Action<Interactions, Action<FitProgress>, CancellationToken>[] _fits =
    [
        (data, told, stop) => _ = new AlternatingLeastSquares(data, iterations: int.MaxValue, alpha: 2, progress: told, cancellation: stop),
        (data, told, stop) => _ = new BprMatrixFactorization(data, iterations: int.MaxValue, progress: told, cancellation: stop),
        (data, told, stop) => _ = new HistoryTowers(data, epochs: 1_000_000, progress: told, cancellation: stop),
    ];

    [Fact]
    public void A_fit_ends_when_its_token_is_cancelled()
    {
        var data = new RandomInteractions(_users, _items, seed: 1).Interactions;
        foreach (var fit in _fits)
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => fit(data, _ => stop.Cancel(), stop.Token));
        }
    }

    [Fact]
    public void A_fit_ends_when_its_cell_is_stopped()
    {
        var data = new RandomInteractions(_users, _items, seed: 1).Interactions;
        foreach (var fit in _fits)
        {
            using var stop = new CancellationTokenSource();
            Interruption.Token = stop.Token;
            Assert.ThrowsAny<OperationCanceledException>(() => fit(data, _ => stop.Cancel(), CancellationToken.None));
        }

        Interruption.Token = default;
    }

    [Fact]
    public void A_fit_that_is_cancelled_already_does_not_begin()
    {
        var data = new RandomInteractions(_users, _items, seed: 1).Interactions;
        var stopped = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => new Ease(data, cancellation: stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => new ItemKnn(data, cancellation: stopped));
        Assert.All(_fits, fit => Assert.ThrowsAny<OperationCanceledException>(() => fit(data, _ => Assert.Fail("It began."), stopped)));
    }
}
