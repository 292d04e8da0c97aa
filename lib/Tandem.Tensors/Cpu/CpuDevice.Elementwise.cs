using System.Numerics.Tensors;

namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Elements that one thread works through before another is worth waking: 128 KB of each operand.</summary>
    private const int ElementwiseBlock = 32 * 1024;

    /// <summary>As <see cref="ElementwiseBlock"/>, for functions of a dozen instructions and more.</summary>
    private const int TranscendentalBlock = 8 * 1024;

    /// <inheritdoc/>
    public void Binary(BinaryOperator op, Tensor a, Tensor b, Broadcast broadcast, Tensor result)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                Map<BinaryFunctions.Add>(a, b, broadcast, result);
                break;
            case BinaryOperator.Subtract:
                Map<BinaryFunctions.Subtract>(a, b, broadcast, result);
                break;
            case BinaryOperator.Multiply:
                Map<BinaryFunctions.Multiply>(a, b, broadcast, result);
                break;
            default:
                Map<BinaryFunctions.Divide>(a, b, broadcast, result);
                break;
        }
    }

    /// <inheritdoc/>
    public void Unary(UnaryOperator op, Tensor x, Tensor result)
    {
        switch (op)
        {
            case UnaryOperator.Relu:
                Map<UnaryFunctions.Relu>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Exp:
                Map<UnaryFunctions.Exp>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Sigmoid:
                Map<UnaryFunctions.Sigmoid>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Tanh:
                Map<UnaryFunctions.Tanh>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Sqrt:
                Map<UnaryFunctions.Sqrt>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Abs:
                Map<UnaryFunctions.Abs>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Elu:
                Map<UnaryFunctions.Elu>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Selu:
                Map<UnaryFunctions.Selu>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Gelu:
                Map<UnaryFunctions.Gelu>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Softplus:
                Map<UnaryFunctions.Softplus>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Softsign:
                Map<UnaryFunctions.Softsign>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.HardSigmoid:
                Map<UnaryFunctions.HardSigmoid>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Swish:
                Map<UnaryFunctions.Swish>(x, x, Broadcast.None, result);
                break;
            case UnaryOperator.Square:
                Map<BinaryFunctions.Multiply>(x, x, Broadcast.None, result);
                break;
            default:
                Logarithm(x, result);
                break;
        }
    }

    /// <inheritdoc/>
    public void UnaryGradient(UnaryOperator op, Tensor x, Tensor y, Tensor gradient, Tensor result)
    {
        switch (op)
        {
            case UnaryOperator.Relu:
                Map<GradientFunctions.ReluFromArgument>(x, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Sigmoid:
                Map<GradientFunctions.SigmoidFromValue>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Tanh:
                Map<GradientFunctions.TanhFromValue>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Exp:
                Map<BinaryFunctions.Multiply>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Log:
                Map<GradientFunctions.LogFromArgument>(x, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Sqrt:
                Map<GradientFunctions.SqrtFromValue>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Abs:
                Map<GradientFunctions.AbsFromArgument>(x, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Elu:
                Map<GradientFunctions.EluFromValue>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Selu:
                Map<GradientFunctions.SeluFromValue>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Gelu:
                Map<GradientFunctions.GeluFromArgument>(x, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Softplus:
                Map<GradientFunctions.SoftplusFromValue>(y, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Softsign:
                Map<GradientFunctions.SoftsignFromArgument>(x, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.HardSigmoid:
                Map<GradientFunctions.HardSigmoidFromArgument>(x, gradient, Broadcast.None, result);
                break;
            case UnaryOperator.Swish:
                Map<GradientFunctions.SwishFromArgument>(x, gradient, Broadcast.None, result);
                break;
            default:
                Map<GradientFunctions.SquareFromArgument>(x, gradient, Broadcast.None, result);
                break;
        }
    }

    /// <inheritdoc/>
    public void Scale(Tensor x, float factor, Tensor result)
    {
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Count, ElementwiseBlock, (_, start, length) =>
        {
            var right = factor;
            SimdSupport.Run(Simd, new ElementwiseLoop<BinaryFunctions.Multiply>(source + start, &right, 0, true, target + start, 1, length));
        });
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void Clamp(Tensor x, float low, float high, Tensor result)
    {
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Count, ElementwiseBlock, (_, start, length) =>
        {
            float least = low, most = high;
            SimdSupport.Run(Simd, new ElementwiseLoop<BinaryFunctions.Maximum>(source + start, &least, 0, true, target + start, 1, length));
            SimdSupport.Run(Simd, new ElementwiseLoop<BinaryFunctions.Minimum>(target + start, &most, 0, true, target + start, 1, length));
        });
        KeepAlive(x, result);
    }

    private void Map<TFunction>(Tensor a, Tensor b, Broadcast broadcast, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        // With a single column, repeating a row is repeating a scalar, and repeating a column is no repeat.
        var repeat = (broadcast, a.Shape.Columns) switch
        {
            (Broadcast.Row, 1) => Broadcast.Scalar,
            (Broadcast.Column, 1) => Broadcast.None,
            _ => broadcast,
        };
        if (repeat is Broadcast.Row or Broadcast.Column)
        {
            MapRows<TFunction>(a, b, oneRight: repeat == Broadcast.Column, result);
        }
        else
        {
            MapAll<TFunction>(a, b, oneRight: repeat == Broadcast.Scalar, result);
        }

        KeepAlive(a, b, result);
    }

    private void MapAll<TFunction>(Tensor a, Tensor b, bool oneRight, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        float* left = Pointer(a), right = Pointer(b), target = Pointer(result);
        ForEachBlock(a.Shape.Count, ElementwiseBlock, (_, start, length) => SimdSupport.Run(
            Simd, new ElementwiseLoop<TFunction>(left + start, oneRight ? right : right + start, 0, oneRight, target + start, 1, length)));
    }

    private void MapRows<TFunction>(Tensor a, Tensor b, bool oneRight, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        var (columns, step) = (a.Shape.Columns, oneRight ? 1 : 0);
        float* left = Pointer(a), right = Pointer(b), target = Pointer(result);
        ForEachBlock(a.Shape.Rows, RowsOf(ElementwiseBlock, columns), (_, start, rows) =>
        {
            var offset = (long)start * columns;
            SimdSupport.Run(
                Simd, new ElementwiseLoop<TFunction>(left + offset, right + (start * step), step, oneRight, target + offset, rows, columns));
        });
    }

    private void Logarithm(Tensor x, Tensor result)
    {
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Count, TranscendentalBlock, (_, start, length) =>
        {
            if (length > 0)
            {
                TensorPrimitives.Log(new ReadOnlySpan<float>(source + start, length), new Span<float>(target + start, length));
            }
        });
        KeepAlive(x, result);
    }

    /// <summary>The number of rows that hold about as many elements as asked for, one at least.</summary>
    private static int RowsOf(int elements, int columns) => Math.Max(1, elements / Math.Max(1, columns));
}
