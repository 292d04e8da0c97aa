namespace Tandem.Tensors;

/// <summary>a op b, with b repeated over rows, columns or everything where its shape asks for it.</summary>
internal sealed class Elementwise : Operation
{
    private readonly BinaryOperator _op;
    private readonly Broadcast _broadcast;
    private readonly Tensor _result;

    private Elementwise(BinaryOperator op, Tensor a, Tensor b, Broadcast broadcast, Tensor result)
        : base(a, b)
    {
        _op = op;
        _broadcast = broadcast;
        _result = result;
    }

    public static Tensor Forward(BinaryOperator op, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var broadcast = Repeat(op, a.Shape, b.Shape);
        var result = Like(a);
        DeviceOf(a, b).Binary(op, a, b, broadcast, result);
        return new Elementwise(op, a, b, broadcast, result).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var (a, b) = (Inputs[0], Inputs[1]);
        if (a.RequiresGradient)
        {
            gradients[0] = _op is BinaryOperator.Multiply or BinaryOperator.Divide ? Apply(_op, upstream, b) : upstream;
        }

        if (b.RequiresGradient)
        {
            gradients[1] = SumOverRepeats(ForRight(upstream));
        }
    }

    /// <summary>∂loss/∂b before the repeats of b are summed up.</summary>
    private Tensor ForRight(Tensor upstream) => _op switch
    {
        BinaryOperator.Add => upstream,
        BinaryOperator.Subtract => Negative(upstream),
        BinaryOperator.Multiply => Apply(BinaryOperator.Multiply, upstream, Inputs[0], Broadcast.None),
        _ => Negative(Apply(BinaryOperator.Divide, Apply(BinaryOperator.Multiply, upstream, _result, Broadcast.None), Inputs[1])),
    };

    private Tensor Apply(BinaryOperator op, Tensor left, Tensor right) => Apply(op, left, right, _broadcast);

    private static Tensor Apply(BinaryOperator op, Tensor left, Tensor right, Broadcast broadcast)
    {
        var result = Like(left);
        left.Device.Binary(op, left, right, broadcast, result);
        return result;
    }

    private static Tensor Negative(Tensor x)
    {
        var result = Like(x);
        x.Device.Scale(x, -1f, result);
        return result;
    }

    private Tensor SumOverRepeats(Tensor gradient)
    {
        if (_broadcast == Broadcast.None)
        {
            return gradient;
        }

        var (device, sum) = (gradient.Device, Like(Inputs[1]));
        switch (_broadcast)
        {
            case Broadcast.Row:
                device.SumRows(gradient, sum);
                break;
            case Broadcast.Column:
                device.SumColumns(gradient, sum);
                break;
            default:
                device.Sum(gradient, sum);
                break;
        }

        return sum;
    }

    private static Broadcast Repeat(BinaryOperator op, Shape a, Shape b)
    {
        if (a == b)
        {
            return Broadcast.None;
        }

        if (b.Count == 1)
        {
            return Broadcast.Scalar;
        }

        if (b.Rank == 1 && b[0] == a.Columns)
        {
            return Broadcast.Row;
        }

        if (b.Rank == 2 && b[1] == 1 && b[0] == a.Rows)
        {
            return Broadcast.Column;
        }

        throw new ArgumentException(
            $"{op}: shapes {a} and {b} do not fit. The right operand has the left one's shape, or is a row [{a.Columns}], a column [{a.Rows}, 1] or a scalar.");
    }

    private static Tensor Like(Tensor tensor) => Tensor.Empty(tensor.Shape, tensor.Device);
}
