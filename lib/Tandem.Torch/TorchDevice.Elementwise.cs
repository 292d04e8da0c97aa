using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    private const float SeluScale = 1.05070098f, SeluAlpha = 1.67326324f;

    private const float HardSigmoidSlope = 0.2f, HardSigmoidEnd = 2.5f;

    private const float RootOfHalf = 0.707106781f, InverseRootTwoPi = 0.3989422804f;

    /// <summary>Beyond it the value or the slope of x·Φ(x) is that of x, or zero, and −∞ · 0 would be NaN.</summary>
    private const float GeluEnd = 20f;

    /// <summary>Beyond it the value or the slope of x / (1 + e⁻ˣ) is that of x, or zero, and −∞ · 0 would be NaN.</summary>
    private const float SwishEnd = 200f;

    /// <summary>Beyond it x / (1 + |x|) is ±1, and ∞ / ∞ would be NaN.</summary>
    private const float SoftsignEnd = 1e30f;

    /// <inheritdoc/>
    public void Binary(BinaryOperator op, Tensor a, Tensor b, Broadcast broadcast, Tensor result)
    {
        if (result.Shape.Count == 0)
        {
            return;
        }

        Run(kernel =>
        {
            var left = Kernel.Matrix(a);
            var right = Operand(b, broadcast, a.Shape);
            kernel.Set(result, op switch
            {
                BinaryOperator.Add => left.add(right),
                BinaryOperator.Subtract => left.sub(right),
                BinaryOperator.Multiply => left.mul(right),
                _ => left.div(right),
            });
        });
    }

    /// <inheritdoc/>
    public void Unary(UnaryOperator op, Tensor x, Tensor result) => Run(kernel => kernel.Set(result, Value(op, Kernel.Flat(x))));

    /// <inheritdoc/>
    public void UnaryGradient(UnaryOperator op, Tensor x, Tensor y, Tensor gradient, Tensor result) => Run(kernel =>
    {
        var upstream = Kernel.Flat(gradient);
        kernel.Set(result, op is UnaryOperator.Relu or UnaryOperator.Abs or UnaryOperator.HardSigmoid
            ? PieceOf(op, Kernel.Flat(x), upstream)
            : Slope(op, Kernel.Flat(x), Kernel.Flat(y)).mul_(upstream));
    });

    /// <inheritdoc/>
    public void Scale(Tensor x, float factor, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Flat(x).Times(factor)));

    /// <inheritdoc/>
    public void Clamp(Tensor x, float low, float high, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Flat(x).Between(low, high)));

    private static torch.Tensor Operand(Tensor b, Broadcast broadcast, Shape shape) => broadcast switch
    {
        Broadcast.None => Kernel.View(b, shape.Rows, shape.Columns),
        Broadcast.Row => Kernel.View(b, 1, shape.Columns),
        Broadcast.Column => Kernel.View(b, shape.Rows, 1),
        _ => Kernel.View(b, 1, 1),
    };

    private static torch.Tensor Value(UnaryOperator op, torch.Tensor x) => op switch
    {
        UnaryOperator.Relu => x.relu(),
        UnaryOperator.Sigmoid => x.sigmoid(),
        UnaryOperator.Tanh => x.tanh(),
        UnaryOperator.Exp => x.exp(),
        UnaryOperator.Log => x.log(),
        UnaryOperator.Sqrt => x.sqrt(),
        UnaryOperator.Square => x.mul(x),
        UnaryOperator.Abs => x.abs(),
        UnaryOperator.Elu => torch.where(x.IsAbove(0), x, x.expm1()),
        UnaryOperator.Selu => torch.where(x.IsAbove(0), x, x.expm1().TimesInPlace(SeluAlpha)).TimesInPlace(SeluScale),
        UnaryOperator.Gelu => Gelu(x.AtLeast(-GeluEnd)),
        UnaryOperator.Softplus => x.relu().add_(x.abs().neg_().exp_().log1p_()),
        UnaryOperator.Softsign => Softsign(x.Between(-SoftsignEnd, SoftsignEnd)),
        UnaryOperator.HardSigmoid => x.Times(HardSigmoidSlope).PlusInPlace(0.5f).Between(0, 1),
        _ => Swish(x.AtLeast(-SwishEnd)),
    };

    private static torch.Tensor Gelu(torch.Tensor x) => NormalDistribution(x).mul_(x);

    private static torch.Tensor Softsign(torch.Tensor x) => x.div(x.abs().PlusInPlace(1));

    private static torch.Tensor Swish(torch.Tensor x) => x.sigmoid().mul_(x);

    /// <summary>Φ, from the complementary error function, which keeps the digits of the lower tail.</summary>
    private static torch.Tensor NormalDistribution(torch.Tensor x) => x.Times(-RootOfHalf).erfc_().TimesInPlace(0.5f);

    /// <summary>The gradients that pass in a part of the range and nowhere else: they are copied, not multiplied with 0 or 1.</summary>
    private static torch.Tensor PieceOf(UnaryOperator op, torch.Tensor x, torch.Tensor gradient) => op switch
    {
        UnaryOperator.Relu => gradient.Where(x.IsAbove(0)),
        UnaryOperator.Abs => x.sign().mul_(gradient),
        _ => gradient.Times(HardSigmoidSlope).FillInPlace(x.abs().IsAbove(HardSigmoidEnd), 0),
    };

    /// <summary>The derivative, from whichever of the argument x and the value y says it best.</summary>
    private static torch.Tensor Slope(UnaryOperator op, torch.Tensor x, torch.Tensor y) => op switch
    {
        UnaryOperator.Sigmoid => y.neg().PlusInPlace(1).mul_(y),

        // (1 − y)(1 + y) keeps more digits than 1 − y² where y is near ±1.
        UnaryOperator.Tanh => y.neg().PlusInPlace(1).mul_(y.Plus(1)),
        UnaryOperator.Exp => y.clone(),
        UnaryOperator.Log => x.reciprocal(),
        UnaryOperator.Sqrt => y.reciprocal().TimesInPlace(0.5f),
        UnaryOperator.Square => x.add(x),
        UnaryOperator.Elu => y.AtMost(0).PlusInPlace(1),
        UnaryOperator.Selu => y.Plus(SeluScale * SeluAlpha).FillInPlace(y.IsAbove(0), SeluScale),
        UnaryOperator.Gelu => GeluSlope(x.Between(-GeluEnd, GeluEnd)),
        UnaryOperator.Softplus => y.neg().expm1_().neg_(),
        UnaryOperator.Softsign => SoftsignSlope(x.abs().PlusInPlace(1)),
        _ => SwishSlope(x.Between(-SwishEnd, SwishEnd)),
    };

    /// <summary>Φ(x) + x·φ(x), φ being the density.</summary>
    private static torch.Tensor GeluSlope(torch.Tensor x) =>
        x.mul(x).TimesInPlace(-0.5f).exp_().TimesInPlace(InverseRootTwoPi).mul_(x).add_(NormalDistribution(x));

    /// <summary>1 / u² as the square of 1 / u: u² would overflow first.</summary>
    private static torch.Tensor SoftsignSlope(torch.Tensor u)
    {
        var inverse = u.reciprocal();
        return inverse.mul(inverse);
    }

    /// <summary>s(1 + x(1 − s)), s = 1 / (1 + e⁻ˣ)</summary>
    private static torch.Tensor SwishSlope(torch.Tensor x)
    {
        var s = x.sigmoid();
        return s.neg().PlusInPlace(1).mul_(x).PlusInPlace(1).mul_(s);
    }
}
