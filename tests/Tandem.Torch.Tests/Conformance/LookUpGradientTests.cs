using TorchSharp;

namespace Tandem.Torch.Tests;

/// <summary>The sums that a GPU makes, on the processor.</summary>
public sealed class LookUpGradientTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Rows_that_go_to_the_same_place_are_summed_and_places_without_any_are_zero(int d)
    {
        _ = TorchDevices.Cpu;
        using var scope = torch.NewDisposeScope();
        long[] rows = [4, 0, 4, 4, 1];
        var source = torch.arange(rows.Length * d, torch.float32).view(rows.Length, d);
        var sums = LookUpGradient.SumRows(source, torch.tensor(rows), 6);

        Assert.Equal([6, d], sums.shape);
        for (var row = 0; row < 6; row++)
        {
            for (var column = 0; column < d; column++)
            {
                var expected = Enumerable.Range(0, rows.Length).Where(i => rows[i] == row).Sum(i => (float)((i * d) + column));
                Assert.Equal(expected, sums[row, column].item<float>());
            }
        }
    }

    [Fact]
    public void Whether_gradients_are_recorded_is_as_before()
    {
        _ = TorchDevices.Cpu;
        using var scope = torch.NewDisposeScope();
        using (torch.no_grad())
        {
            Assert.False(LookUpGradient.SumRows(torch.ones(2, 3), torch.tensor(new long[] { 0, 0 }), 1).requires_grad);
            Assert.False(torch.ones(1).requires_grad_().mul(torch.ones(1)).requires_grad);
        }
    }
}
