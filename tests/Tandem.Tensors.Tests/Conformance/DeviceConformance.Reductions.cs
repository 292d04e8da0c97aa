namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    public static TheoryData<int, int> ReductionShapes => new()
    {
        { 1, 1 }, { 1, 257 }, { 257, 1 }, { 3, 31 }, { 31, 33 }, { 33, 16 }, { 37, 5 }, { 50, 3 }, { 5, 10_000 }, { 3000, 17 },
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
    [MemberData(nameof(ReductionShapes))]
    public void Softmax_and_log_sum_exp_agree_with_float64(int m, int n)
    {
        // Logits of some hundreds, whose exponentials overflow, and elements that take no part.
        var x = TestData.Normal(m * n, seed: 5, deviation: 3);
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = i % 7 == 3 ? float.NegativeInfinity : x[i] + (300 * (i / n % 3));
        }

        var (softmax, logarithm, sums) = (Unset(m, n), Unset(m, n), Unset(m));
        Device.Softmax(Upload(x, m, n), logarithm: false, softmax);
        Device.Softmax(Upload(x, m, n), logarithm: true, logarithm);
        Device.LogSumExp(Upload(x, m, n), sums);

        Close.To(ReferenceKernels.Softmax(x, n, logarithm: false), softmax.ToArray(), relative: 2e-6, ofLargest: 0);
        Close.To(ReferenceKernels.Softmax(x, n, logarithm: true), logarithm.ToArray(), relative: 1e-6, ofLargest: 1e-7);
        Close.To(ReferenceKernels.LogSumExp(x, n), sums.ToArray(), relative: 1e-6, ofLargest: 1e-7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(700)]
    public void A_row_of_minus_infinities_has_no_softmax_and_other_rows_keep_theirs(int n)
    {
        float[] x = [.. Enumerable.Repeat(float.NegativeInfinity, n), .. Enumerable.Repeat(2f, n)];
        var (softmax, logarithm, sums) = (Unset(2, n), Unset(2, n), Unset(2));
        Device.Softmax(Upload(x, 2, n), logarithm: false, softmax);
        Device.Softmax(Upload(x, 2, n), logarithm: true, logarithm);
        Device.LogSumExp(Upload(x, 2, n), sums);

        Close.To([.. Enumerable.Repeat(0.0, n), .. Enumerable.Repeat(1.0 / n, n)], softmax.ToArray(), relative: 1e-6, ofLargest: 0);
        Close.To([.. Enumerable.Repeat(double.NegativeInfinity, n), .. Enumerable.Repeat(-Math.Log(n), n)], logarithm.ToArray(), relative: 1e-6, ofLargest: 1e-7);
        Close.To([double.NegativeInfinity, 2 + Math.Log(n)], sums.ToArray(), relative: 1e-6, ofLargest: 0);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void A_NaN_stays_in_its_row_of_a_softmax(int n)
    {
        var (softmax, sums) = (Unset(2, n), Unset(2));
        float[] x = [.. Enumerable.Range(0, 2 * n).Select(i => i == 1 ? float.NaN : 1f)];
        Device.Softmax(Upload(x, 2, n), logarithm: false, softmax);
        Device.LogSumExp(Upload(x, 2, n), sums);
        Assert.All(softmax.ToArray()[..n], value => Assert.Equal(float.NaN, value));
        Close.To([.. Enumerable.Repeat(1.0 / n, n)], softmax.ToArray()[n..], relative: 1e-6);
        Close.To([double.NaN, 1 + Math.Log(n)], sums.ToArray(), relative: 1e-6);
    }

    [Theory]
    [InlineData(0, 3, 5)]
    [InlineData(1, 1, 1)]
    [InlineData(7, 2, 16)]
    [InlineData(5, 9, 33)]
    [InlineData(700, 6, 20)]
    public void PairDots_and_their_gradient_agree_with_float64(int m, int parts, int d)
    {
        foreach (var withItself in new[] { false, true })
        {
            var x = TestData.Normal(m * parts * d, seed: 5);
            var pairs = parts * (withItself ? parts + 1 : parts - 1) / 2;
            var upstream = TestData.Normal(m * pairs, seed: 6);
            var (result, gradient) = (Unset(m, pairs), Unset(m, parts * d));
            Device.PairDots(Upload(x, m, parts * d), parts, withItself, result);
            Device.PairDotsGradient(Upload(x, m, parts * d), parts, withItself, Upload(upstream, m, pairs), gradient);

            var (expected, expectedGradient) = ReferenceKernels.PairDots(x, upstream, parts, d, withItself);
            Close.To(expected, result.ToArray(), largestTerm: 1);
            Close.To(expectedGradient, gradient.ToArray(), largestTerm: 1);
        }
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
