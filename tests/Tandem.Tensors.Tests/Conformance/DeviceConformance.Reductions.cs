namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    public static TheoryData<int, int> ReductionShapes => new()
    {
        { 1, 1 }, { 1, 257 }, { 257, 1 }, { 3, 31 }, { 31, 33 }, { 33, 16 }, { 5, 10_000 }, { 3000, 17 },
    };

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    [InlineData(1_000_003)]
    public void Sum_adds_all_elements(int length)
    {
        // One sign: a sum that does not cancel must keep its digits however long it is.
        var x = TestData.Uniform(length, seed: 1, 0, 1);
        var result = Unset();
        Device.Sum(Upload(x, length), result);
        Close.To(x.Sum(value => (double)value), result.Item(), relative: 1e-6, ofLargest: 0);
    }

    [Theory]
    [MemberData(nameof(ReductionShapes))]
    public void SumRows_and_SumColumns_add_along_their_axis(int m, int n)
    {
        var x = TestData.Uniform(m * n, seed: 2, 0, 1);
        var (rows, columns) = (Unset(n), Unset(m));
        Device.SumRows(Upload(x, m, n), rows);
        Device.SumColumns(Upload(x, m, n), columns);

        Close.To(ReferenceKernels.SumRows(x, n), rows.ToArray(), relative: 2e-6, ofLargest: 0);
        Close.To(ReferenceKernels.SumColumns(x, m), columns.ToArray(), relative: 2e-6, ofLargest: 0);
    }

    [Fact]
    public void The_sum_over_no_rows_is_zero()
    {
        var (rows, sum) = (Unset(5), Unset());
        Device.SumRows(Upload([], 0, 5), rows);
        Device.Sum(Upload([], 0, 5), sum);
        Assert.Equal([0f, 0f, 0f, 0f, 0f], rows.ToArray());
        Assert.Equal(0f, sum.Item());
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void AllFinite_finds_a_NaN_or_an_infinity_at_any_place(int length)
    {
        var x = TestData.Normal(length, seed: 3);
        Assert.True(Device.AllFinite(Upload(x, length)));
        foreach (var place in new[] { 0, length / 2, length - 1 }.Where(place => place >= 0 && place < length))
        {
            foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                float[] spoilt = [.. x];
                spoilt[place] = bad;
                Assert.False(Device.AllFinite(Upload(spoilt, length)), $"{bad} at {place} of {length}");
            }
        }
    }

    [Fact]
    public void AllFinite_accepts_the_largest_numbers_even_though_their_sum_overflows() =>
        Assert.True(Device.AllFinite(Upload([.. Enumerable.Repeat(float.MaxValue, 1000)], 1000)));
}
