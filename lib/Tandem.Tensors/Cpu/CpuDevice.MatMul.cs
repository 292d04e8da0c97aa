namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Multiplications below which a product stays on the calling thread.</summary>
    private const long MatMulAlone = 500_000;

    /// <summary>Floats of B that are copied into panels at a time: a product with a larger B is done by groups of columns.</summary>
    private const int LargestPacking = 16 << 20;

    /// <summary>Rows of B that one task copies into the panels.</summary>
    private const int PackingRows = 32;

    /// <inheritdoc/>
    public void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor result, bool accumulate)
    {
        Product(a, transposeA, b, transposeB, result, accumulate, default);
        KeepAlive(a, b, result);
    }

    /// <inheritdoc/>
    public void Dense(Tensor rows, Tensor kernel, Tensor? bias, bool relu, Tensor result)
    {
        Product(rows, false, kernel, false, result, accumulate: false, new GemmEpilogue(bias is null ? null : Pointer(bias), relu));
        KeepAlive(rows, kernel, bias, result);
    }

    private void Product(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor result, bool accumulate, GemmEpilogue epilogue)
    {
        int m = result.Shape.Rows, n = result.Shape.Columns, k = transposeA ? a.Shape.Rows : a.Shape.Columns;
        var left = GemmOperand.Of(Pointer(a), a.Shape.Columns, transposeA);
        var right = GemmOperand.Of(Pointer(b), b.Shape.Columns, transposeB);
        var target = Pointer(result);
        var parts = GemmPlan.PartsOfK(m, n, k);
        if (k == 0 || parts > 1)
        {
            if (k == 0 && !accumulate)
            {
                Fill(result, 0f);
            }
            else if (parts > 1)
            {
                MultiplyInParts(left, right, m, n, k, parts, target, accumulate);
            }

            Finish(epilogue, target, m, n);
            return;
        }

        var group = Math.Max(1, LargestPacking / k / 32) * 32;
        for (var column = 0; column < n && m > 0; column += group)
        {
            var part = new GemmOperand(right.At(0, column), right.RowStep, right.ColumnStep);
            Multiply(left, part, m, Math.Min(group, n - column), k, target + column, n, accumulate, epilogue.From(column));
        }
    }

    private void Finish(GemmEpilogue epilogue, float* c, int m, int n)
    {
        if (!epilogue.IsEmpty)
        {
            ForEachBlock(m, RowsOf(ElementwiseBlock, n), (_, start, rows) =>
                SimdSupport.Run(Simd, new GemmEpiloguePass(epilogue, c + ((long)start * n), rows, n)));
        }
    }

    /// <summary>A small C of a long k: each task multiplies a part of k into a C of its own, and these are added in the order of the parts.</summary>
    private void MultiplyInParts(GemmOperand a, GemmOperand b, int m, int n, int k, int parts, float* c, bool accumulate)
    {
        using var scratch = new Scratch(Memory, parts * m * n);
        var partial = scratch.Floats;
        var depth = BlockCount(k, parts);
        ForEachBlock(k, depth, (part, q, count) => Multiply(
            new GemmOperand(a.At(0, q), a.RowStep, a.ColumnStep),
            new GemmOperand(b.At(q, 0), b.RowStep, b.ColumnStep),
            m,
            n,
            count,
            partial + ((long)part * m * n),
            n,
            accumulate: false));
        var used = BlockCount(k, depth);
        ForEachBlock(m * n, ElementwiseBlock / parts, (_, start, length) =>
        {
            for (var part = 0; part < used; part++)
            {
                var source = partial + ((long)part * m * n) + start;
                if (part == 0 && !accumulate)
                {
                    new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(c + start, length));
                }
                else
                {
                    SimdSupport.Run(Simd, new ElementwiseLoop<BinaryFunctions.Add>(c + start, source, 0, false, c + start, 1, length));
                }
            }
        });
    }

    private void Multiply(
        GemmOperand a, GemmOperand b, int m, int n, int k, float* c, int cStep, bool accumulate, GemmEpilogue epilogue = default, bool lowerOnly = false)
    {
        var (tileRows, tileColumns) = GemmPlan.Tile(Simd);
        var plan = new GemmPlan(m, n, k, tileRows, tileColumns, a, b) { CStep = cStep, Epilogue = epilogue, LowerOnly = lowerOnly };
        using var packed = new Scratch(Memory, checked((int)GemmPanels.PackedLength(plan)));
        var panels = new GemmPanels(plan, b, packed.Floats);
        PackPanels(plan, panels);
        RunTasks(plan, plan.Blocks, block => MultiplyBlock(plan, a, panels, c, accumulate, block));
    }

    private void PackPanels(GemmPlan plan, GemmPanels panels)
    {
        var first = GemmPanels.FirstPacked(plan);
        RunTasks(plan, first < plan.Panels ? BlockCount(plan.K, PackingRows) : 0, task =>
        {
            var end = Math.Min(plan.K, (task + 1) * PackingRows);
            for (int q = task * PackingRows, rows = panels.RowsToPack(PackingRows); q < end; q += rows)
            {
                for (var panel = first; panel < plan.Panels; panel++)
                {
                    panels.Pack(panel, q, Math.Min(rows, end - q));
                }
            }
        });
    }

    private void MultiplyBlock(GemmPlan plan, GemmOperand a, GemmPanels panels, float* c, bool accumulate, int block)
    {
        using var scratch = new Scratch(Memory, GemmBlock.ScratchLength(plan));
        SimdSupport.Run(Simd, new GemmBlock(plan, a, panels, c, accumulate, block, scratch.Floats));
    }

    private void RunTasks(in GemmPlan plan, int tasks, Action<int> body)
    {
        if ((long)plan.M * plan.N * plan.K > MatMulAlone)
        {
            _pool.Run(tasks, body);
            return;
        }

        for (var task = 0; task < tasks; task++)
        {
            body(task);
        }
    }
}
