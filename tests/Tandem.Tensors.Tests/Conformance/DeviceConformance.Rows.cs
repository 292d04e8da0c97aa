namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    /// <summary>Row lengths with and without a vector's multiple, and the embedding sizes in use.</summary>
    public static TheoryData<int> RowLengths => [1, 3, 16, 31, 32, 33, 64, 100, 257];

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void Gather_copies_the_rows_asked_for(int d)
    {
        foreach (var count in new[] { 0, 1, 33, 1000 })
        {
            var (table, rows) = (TestData.Normal(50 * d, seed: 1), TestData.Rows(count, 50, seed: 2));
            var result = Unset(count, d);
            Device.Gather(Upload(table, 50, d), Upload(rows), result);
            Close.SameBits([.. rows.SelectMany(row => table[(row * d)..((row + 1) * d)])], result.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void ScatterAdd_adds_repeated_rows_in_the_order_of_the_indices(int d)
    {
        foreach (var count in new[] { 0, 1, 33, 1000 })
        {
            // Sizes far apart, so that another order of summation gives other bits.
            var source = TestData.Normal(count * d, seed: 1);
            for (var i = 0; i < source.Length; i++)
            {
                source[i] *= MathF.Pow(10, i / d % 7);
            }

            var (expected, rows) = (TestData.Normal(20 * d, seed: 3), TestData.Rows(count, 20, seed: 2));
            var target = Upload(expected, 20, d);
            Device.ScatterAdd(Upload(source, count, d), Upload(rows), target);
            for (var i = 0; i < source.Length; i++)
            {
                expected[(rows[i / d] * d) + (i % d)] += source[i];
            }

            Close.SameBits(expected, target.ToArray());
        }
    }

    [Fact]
    public void ScatterAdd_of_many_rows_into_a_large_table_loses_none()
    {
        var rows = TestData.Rows(20_000, 3000, seed: 4);
        var target = Tensor.Zeros(new Shape(3000, 8), Device);
        Device.ScatterAdd(Tensor.Full(new Shape(rows.Length, 8), 1f, Device), Upload(rows), target);

        var counts = new float[3000];
        foreach (var row in rows)
        {
            counts[row]++;
        }

        Assert.Equal(counts.SelectMany(count => Enumerable.Repeat(count, 8)), target.ToArray());
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(150, 300)]
    [InlineData(70, 0)]
    public void PoolRows_of_any_number_of_bags_and_columns_leaves_nothing_out(int bags, int d)
    {
        var table = TestData.Integers(40 * d, seed: 1);
        var (offsets, rows) = Bags(bags, 40, seed: 2);
        var result = Unset(bags, d);

        Device.PoolRows(Upload(table, 40, d), Upload(rows), Upload(offsets), null, result);

        Assert.Equal(ReferenceKernels.PoolRows(table.ToDoubles(), d, rows, offsets, null), result.ToArray().ToDoubles());
    }

    [Theory]
    [MemberData(nameof(RowLengths))]
    public void PoolRows_sums_up_the_weighted_rows_of_each_bag(int d)
    {
        foreach (var (bags, longest) in new[] { (0, 0), (1, 5), (33, 4), (500, 9) })
        {
            var lengths = TestData.Rows(bags, longest + 1, seed: 5);
            var offsets = lengths.Aggregate(new List<int> { 0 }, (sums, length) => [.. sums, sums[^1] + length]).ToArray();
            var (table, rows) = (TestData.Normal(50 * d, seed: 1), TestData.Rows(offsets[^1], 50, seed: 2));
            foreach (var weights in new[] { null, TestData.Uniform(rows.Length, seed: 3, 0, 2) })
            {
                var result = Unset(bags, d);
                Device.PoolRows(Upload(table, 50, d), Upload(rows), Upload(offsets), weights is null ? null : Upload(weights, rows.Length), result);
                Close.To(ReferenceKernels.PoolRows(table.ToDoubles(), d, rows, offsets, weights), result.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(0, 5, 0, 7, 3, 4)]
    [InlineData(1, 1, 0, 3, 2, 1)]
    [InlineData(33, 40, 7, 64, 31, 33)]
    [InlineData(5, 9, 2, 9, 0, 0)]
    [InlineData(2000, 32, 0, 64, 32, 32)]
    public void CopyColumns_moves_a_block_and_leaves_the_other_columns(int m, int sourceColumns, int from, int targetColumns, int to, int count)
    {
        var (source, expected) = (TestData.Normal(m * sourceColumns, seed: 1), TestData.Normal(m * targetColumns, seed: 2));
        var target = Upload(expected, m, targetColumns);
        Device.CopyColumns(Upload(source, m, sourceColumns), from, target, to, count);
        for (var i = 0; i < m * count; i++)
        {
            expected[(i / count * targetColumns) + to + (i % count)] = source[(i / count * sourceColumns) + from + (i % count)];
        }

        Close.SameBits(expected, target.ToArray());
    }
}
