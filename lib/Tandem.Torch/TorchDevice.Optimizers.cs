using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>What a rule does, in place, to the rows that have a gradient: the weights, what it keeps for each of them, and the gradient.</summary>
    private delegate void RowRule(ReadOnlySpan<torch.Tensor> state, torch.Tensor gradient);

    /// <inheritdoc/>
    public void Sgd(Tensor weights, Tensor gradient, Indices? rows, float rate) => Run(_ =>
        AddTo(Kernel.Matrix(weights), rows, Kernel.Matrix(gradient).Times(-rate)));

    /// <inheritdoc/>
    public void Momentum(Tensor weights, Tensor velocity, Tensor gradient, Indices? rows, float rate, float momentum, bool nesterov) => Run(_ =>
    {
        var (v, step) = (Kernel.Matrix(velocity), Kernel.Matrix(gradient).Times(-rate));
        AddTo(v.TimesInPlace(momentum), rows, step);
        var change = v;
        if (nesterov)
        {
            change = v.Times(momentum);
            AddTo(change, rows, step);
        }

        Kernel.Matrix(weights).add_(change);
    });

    /// <inheritdoc/>
    public void Adagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon) => Update(
        (state, g) =>
        {
            state[1].add_(g.mul(g));
            state[0].sub_(g.Times(rate).div_(state[1].Plus(epsilon).sqrt_()));
        },
        gradient,
        rows,
        weights,
        accumulator);

    /// <inheritdoc/>
    public void RowWiseAdagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon) => Update(
        (state, g) =>
        {
            // On a GPU the order of a sum depends on how many rows are summed; in float64 that is lost in the rounding.
            state[1].add_(g.mul(g).mean([1], keepdim: true, torch.float64).to(torch.float32));
            state[0].sub_(g.Times(rate).div_(state[1].sqrt().PlusInPlace(epsilon)));
        },
        gradient,
        rows,
        weights,
        accumulator);

    /// <inheritdoc/>
    public float ClippyAdagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, in ClippyAdagradRule rule)
    {
        var (numbers, factor) = (rule, 1f);
        Update((state, g) => factor = Clippy(state[0], state[1], g, numbers).item<float>(), gradient, rows, weights, accumulator);
        return factor;
    }

    /// <inheritdoc/>
    public void Adam(Tensor weights, Tensor moment, Tensor variance, Tensor gradient, Indices? rows, float rate, double beta1, double beta2, float epsilon) => Run(_ =>
    {
        var (m, v, g) = (Kernel.Matrix(moment), Kernel.Matrix(variance), Kernel.Matrix(gradient));
        Decay(m, beta1, rows, g);
        Decay(v, beta2, rows, g.mul(g));
        Kernel.Matrix(weights).sub_(m.Times(rate).div_(v.sqrt().PlusInPlace(epsilon)));
    });

    /// <inheritdoc/>
    public void RmsProp(
        Tensor weights, Tensor squares, Tensor? means, Tensor? steps, Tensor gradient, Indices? rows, float rate, double rho, float momentum, float epsilon) => Run(_ =>
    {
        var (v, g) = (Kernel.Matrix(squares), Kernel.Matrix(gradient));
        Decay(v, rho, rows, g.mul(g));
        var spread = RowsOf(v, rows);
        if (means is not null)
        {
            var m = Kernel.Matrix(means);
            Decay(m, rho, rows, g);

            // A variance is not negative, but its difference may be by a rounding, and the root of that would be NaN.
            var mean = RowsOf(m, rows);
            spread = spread.sub(mean.mul(mean)).AtLeast(0);
        }

        var step = g.Times(rate).div_(spread.Plus(epsilon).sqrt_());
        if (steps is null)
        {
            AddTo(Kernel.Matrix(weights), rows, step.neg_());
            return;
        }

        var s = Kernel.Matrix(steps).TimesInPlace(momentum);
        AddTo(s, rows, step);
        Kernel.Matrix(weights).sub_(s);
    });

    /// <inheritdoc/>
    public void Ftrl(Tensor weights, Tensor accumulator, Tensor linear, Tensor gradient, Indices? rows, in FtrlRule rule)
    {
        var numbers = rule;
        Update((state, g) => Ftrl(state[0], state[1], state[2], g, numbers), gradient, rows, weights, accumulator, linear);
    }

    /// <summary>Clippy Adagrad in place, see <see cref="ClippyAdagradRule"/>; returns the factor that shrank the step.</summary>
    private static torch.Tensor Clippy(torch.Tensor weights, torch.Tensor accumulator, torch.Tensor g, ClippyAdagradRule rule)
    {
        var before = rule.Accumulation == ClippyAccumulation.BeforeStep;
        var root = (before ? accumulator.add_(g.mul(g)) : accumulator).Plus(rule.Epsilon).sqrt_();
        var step = g.Times(rule.Rate).div_(root);
        var limit = weights.abs().TimesInPlace(rule.OfWeight).PlusInPlace(rule.Absolute).add_(root.reciprocal().TimesInPlace(rule.OfPrecondition));
        var size = step.abs();

        // A weight that does not move limits nothing.
        var factor = limit.div_(size).FillInPlace(size.Is(0), 1).amin([0, 1]).AtMost(1);
        if (!before)
        {
            var counted = rule.Accumulation == ClippyAccumulation.ClippedAfterStep ? g.mul(factor) : g;
            accumulator.add_(counted.mul(counted));
        }

        weights.sub_(step.mul_(factor));
        return factor;
    }

    /// <summary>Follow the regularised leader in place, see <see cref="FtrlRule"/>.</summary>
    private static void Ftrl(torch.Tensor weights, torch.Tensor accumulator, torch.Tensor linear, torch.Tensor g, FtrlRule rule)
    {
        using Scalar rate = rule.Rate;
        var old = Power(accumulator, rule.Power);
        var root = Power(accumulator.add_(g.mul(g)), rule.Power);
        var sigma = root.sub(old).div_(rate);
        linear.add_(g.add(weights.Times(2 * rule.L2Shrinkage)).sub_(sigma.mul_(weights)));
        var quadratic = root.div_(rate).PlusInPlace((2 * rule.L2) + (rule.Beta / rule.Rate));
        var moved = linear.Between(-rule.L1, rule.L1).sub_(linear).div_(quadratic);

        // A weight that never had a gradient, and no regularisation, has nothing to divide by; it stays.
        weights.copy_(torch.where(quadratic.IsAbove(0), moved, weights));
    }

    private static torch.Tensor Power(torch.Tensor x, float power)
    {
        using Scalar scalar = power;
        return power == 0.5f ? x.sqrt() : x.pow(scalar);
    }

    /// <summary>x = βx + (1 − β)·values, the values being those of some rows and zero elsewhere.</summary>
    private static void Decay(torch.Tensor x, double beta, Indices? rows, torch.Tensor values) =>
        AddTo(x.TimesInPlace((float)beta), rows, values.Times((float)(1 - beta)));

    /// <summary>Adds values to all of a table, or to the given rows. Sums and products are never fused, so that both give the same bits.</summary>
    private static void AddTo(torch.Tensor table, Indices? rows, torch.Tensor values)
    {
        if (rows is null)
        {
            table.add_(values);
        }
        else if (values.numel() > 0)
        {
            AddRows(table, Kernel.Flat(rows), values);
        }
    }

    private static torch.Tensor RowsOf(torch.Tensor table, Indices? rows) => rows is null ? table : table.index_select(0, Kernel.Flat(rows));

    /// <summary>Runs a rule on tables, or on those rows of them that have a gradient, which are taken out for it and put back: no other row is touched.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="gradient">Of all rows or of those given.</param>
    /// <param name="rows">The rows, distinct; <see langword="null"/> for all.</param>
    /// <param name="tables">The weights and what the rule keeps, each with as many rows as the weights.</param>
    private void Update(RowRule rule, Tensor gradient, Indices? rows, params Tensor[] tables)
    {
        if (gradient.Shape.Count == 0)
        {
            return;
        }

        Run(_ =>
        {
            var all = new torch.Tensor[tables.Length];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = Kernel.View(tables[i], tables[0].Shape.Rows, tables[i].Shape.Count / tables[0].Shape.Rows);
            }

            if (rows is null)
            {
                rule(all, Kernel.Matrix(gradient));
                return;
            }

            var index = Kernel.Flat(rows);
            var chosen = Array.ConvertAll(all, table => table.index_select(0, index));
            rule(chosen, Kernel.Matrix(gradient));
            for (var i = 0; i < all.Length; i++)
            {
                all[i].index_copy_(0, index, chosen[i]);
            }
        });
    }
}
