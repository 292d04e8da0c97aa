namespace Tandem.Tensors.Tests;

public abstract partial class DeviceConformance
{
    private static readonly float[] _specialValues =
        [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -1f, 1f, 88f, -88f, 104f, -104f, 1e-30f];

    public static TheoryData<int, int> MatrixShapes => new()
    {
        { 0, 3 }, { 3, 0 }, { 1, 1 }, { 1, 257 }, { 257, 1 }, { 3, 31 }, { 31, 33 }, { 33, 16 }, { 5, 1000 }, { 300, 257 },
    };

    public static TheoryData<UnaryOperator> UnaryOperators => [.. Enum.GetValues<UnaryOperator>()];

    [Theory]
    [MemberData(nameof(MatrixShapes))]
    public void Binary_operations_give_IEEE_results_for_every_broadcast(int m, int n)
    {
        var a = TestData.Normal(m * n, seed: 1);
        foreach (var broadcast in Enum.GetValues<Broadcast>())
        {
            var extents = OperandExtents(broadcast, m, n);
            var b = TestData.Normal(new Shape(extents).Count, seed: 2);
            foreach (var op in Enum.GetValues<BinaryOperator>())
            {
                var result = Unset(m, n);
                Device.Binary(op, Upload(a, m, n), Upload(b, extents), broadcast, result);
                Close.SameBits(ReferenceKernels.Binary(op, a, b, broadcast, n), result.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(MatrixShapes))]
    public void Binary_operations_may_overwrite_their_first_operand(int m, int n)
    {
        var a = TestData.Normal(m * n, seed: 1);
        foreach (var broadcast in Enum.GetValues<Broadcast>())
        {
            var extents = OperandExtents(broadcast, m, n);
            var b = TestData.Normal(new Shape(extents).Count, seed: 2);
            var inPlace = Upload(a, m, n);
            Device.Binary(BinaryOperator.Subtract, inPlace, Upload(b, extents), broadcast, inPlace);
            Close.SameBits(ReferenceKernels.Binary(BinaryOperator.Subtract, a, b, broadcast, n), inPlace.ToArray());
        }
    }

    [Fact]
    public void Division_by_zero_gives_infinities_and_NaN()
    {
        var result = Unset(3);
        Device.Binary(BinaryOperator.Divide, Upload([1f, -1f, 0f], 3), Upload([0f], 1), Broadcast.Scalar, result);
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.NaN], result.ToArray());
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void Clamping_keeps_what_lies_between_the_limits(int length)
    {
        var (x, result) = (TestData.Normal(length, seed: 1), Unset(length));
        var source = Upload(x, length);
        Device.Clamp(source, -0.5f, 1.25f, result);
        Device.Clamp(source, -0.5f, 1.25f, source);
        var expected = Array.ConvertAll(x, value => Math.Clamp(value, -0.5f, 1.25f));
        Close.SameBits(expected, result.ToArray());
        Close.SameBits(expected, source.ToArray());
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void Unary_functions_agree_with_float64(int length)
    {
        foreach (var op in Enum.GetValues<UnaryOperator>())
        {
            var x = Domain(op, length);
            var (result, inPlace) = (Unset(length), Upload(x, length));
            Device.Unary(op, Upload(x, length), result);
            Device.Unary(op, inPlace, inPlace);

            // The lower tail of Gelu has the rounding of x² in an exponent; the line of HardSigmoid crosses zero.
            var (relative, ofLargest) = (op == UnaryOperator.Gelu ? 1e-5 : 1e-6, op == UnaryOperator.HardSigmoid ? 1e-7 : 0);
            Close.To([.. x.Select(value => ReferenceKernels.Unary(op, value))], result.ToArray(), relative, ofLargest);
            Close.SameBits(result.ToArray(), inPlace.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(UnaryOperators))]
    public void Unary_functions_are_right_at_zero_infinity_NaN_and_the_ends_of_the_range(UnaryOperator op)
    {
        // Long enough for the vector loop and for the tail to meet every value.
        float[] x = [.. Enumerable.Repeat(_specialValues, 3).SelectMany(values => values)];
        var result = Unset(x.Length);
        Device.Unary(op, Upload(x, x.Length), result);

        var actual = result.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var expected = (float)ReferenceKernels.Unary(op, x[i]);
            var nearly = float.IsFinite(expected) && Math.Abs(expected - actual[i]) <= (1e-6 * Math.Abs(expected)) + 1e-37;
            Assert.True(nearly || expected.Equals(actual[i]), $"{op}({x[i]:R}) is {expected:R}, found {actual[i]:R}.");
        }
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void Unary_gradients_agree_with_the_derivative(int length)
    {
        var gradient = TestData.Normal(length, seed: 8);
        foreach (var op in Enum.GetValues<UnaryOperator>())
        {
            var values = Domain(op, length);
            var (x, y, result) = (Upload(values, length), Unset(length), Unset(length));
            Device.Unary(op, x, y);
            Device.UnaryGradient(op, x, y, Upload(gradient, length), result);

            // 1 − y² and y(1 − y) lose digits where the function is flat.
            Close.To([.. values.Zip(gradient, (value, g) => g * ReferenceKernels.Derivative(op, value))], result.ToArray(), relative: 1e-5, ofLargest: 1e-6);
        }
    }

    [Theory]
    [InlineData(UnaryOperator.Relu, 0f)]
    [InlineData(UnaryOperator.Abs, -5f)]
    public void The_gradient_at_the_kink_is_zero(UnaryOperator op, float below)
    {
        var (x, y, result) = (Upload([0f, -0f, 1f, -1f], 4), Unset(4), Unset(4));
        Device.Unary(op, x, y);
        Device.UnaryGradient(op, x, y, Upload([5f, 5f, 5f, 5f], 4), result);
        Assert.Equal([0f, 0f, 5f, below], result.ToArray());
    }

    [Theory]
    [InlineData(UnaryOperator.Sigmoid)]
    [InlineData(UnaryOperator.Tanh)]
    [InlineData(UnaryOperator.Elu)]
    [InlineData(UnaryOperator.Selu)]
    [InlineData(UnaryOperator.Gelu)]
    [InlineData(UnaryOperator.Softplus)]
    [InlineData(UnaryOperator.Softsign)]
    [InlineData(UnaryOperator.HardSigmoid)]
    [InlineData(UnaryOperator.Swish)]
    public void Gradients_of_activations_stay_finite_far_from_zero(UnaryOperator op)
    {
        float[] values = [3e38f, -3e38f, 1e20f, -1e20f, 500f, -500f, 89f, -89f];
        var (x, y, result) = (Upload(values, 8), Unset(8), Unset(8));
        Device.Unary(op, x, y);
        Device.UnaryGradient(op, x, y, Upload([.. Enumerable.Repeat(2f, 8)], 8), result);
        Close.To([.. values.Select(value => 2 * LimitOfDerivative(op, value))], result.ToArray(), relative: 1e-6, ofLargest: 1e-6);
    }

    [Theory]
    [MemberData(nameof(AwkwardLengths))]
    public void Scale_multiplies_by_a_number(int length)
    {
        var x = TestData.Normal(length, seed: 6);
        var (result, inPlace) = (Unset(length), Upload(x, length));
        Device.Scale(Upload(x, length), -0.3f, result);
        Device.Scale(inPlace, -0.3f, inPlace);

        Close.SameBits([.. x.Select(value => value * -0.3f)], result.ToArray());
        Close.SameBits(result.ToArray(), inPlace.ToArray());
    }

    private static double LimitOfDerivative(UnaryOperator op, float x) => op switch
    {
        UnaryOperator.Softsign => ReferenceKernels.Derivative(op, x),
        UnaryOperator.Selu => x > 0 ? 1.05070098735548049 : 0,
        UnaryOperator.Sigmoid or UnaryOperator.Tanh or UnaryOperator.HardSigmoid => 0,
        _ => x > 0 ? 1 : 0,
    };

    private static int[] OperandExtents(Broadcast broadcast, int m, int n) => broadcast switch
    {
        Broadcast.None => [m, n],
        Broadcast.Row => [n],
        Broadcast.Column => [m, 1],
        _ => [1],
    };

    private static float[] Domain(UnaryOperator op, int length) => op switch
    {
        UnaryOperator.Log or UnaryOperator.Sqrt => TestData.Uniform(length, seed: 7, 1e-3, 50),
        UnaryOperator.Exp => TestData.Uniform(length, seed: 7, -80, 80),
        _ => TestData.Normal(length, seed: 7, deviation: 3),
    };
}
