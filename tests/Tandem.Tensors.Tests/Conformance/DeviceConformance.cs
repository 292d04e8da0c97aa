using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tensors.Tests;

/// <summary>
/// What every device must do, written against the seam alone: derive a class for each device. Results are compared with
/// <see cref="ReferenceKernels"/>; arithmetic that IEEE 754 rounds correctly is compared bit by bit.
/// </summary>
public abstract partial class DeviceConformance : IDisposable
{
    private readonly TensorScope _scope = new();

    /// <summary>Lengths around the widths of vectors, tiles and blocks.</summary>
    public static TheoryData<int> AwkwardLengths => [0, 1, 3, 15, 16, 17, 31, 33, 257, 4099];

    /// <summary>The device under test, the same for all tests of a class.</summary>
    protected abstract IDevice Device { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    private Tensor Upload(float[] values, params int[] extents) => Tensor.From(values, new Shape(extents), Device);

    private Indices Upload(int[] values, bool areDistinct = false) => Indices.From(values, areDistinct, Device);

    /// <summary>A tensor for a kernel to fill; NaN shows what it leaves out.</summary>
    private Tensor Unset(params int[] extents) => Tensor.Full(new Shape(extents), float.NaN, Device);

    /// <summary>Checks a property of random problems, each made from its sizes and its seed.</summary>
    private static void ForRandomCases(int cases, Action<int, int, int, int> property, int largest = 70)
    {
        var sizes = Gen.Choose(1, largest);
        var problems = from a in sizes from b in sizes from d in Gen.Choose(1, 40) from seed in Gen.Choose(0, int.MaxValue - 10) select (a, b, d, seed);
        Prop.ForAll(Arb.From(problems), problem => property(problem.a, problem.b, problem.d, problem.seed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }
}
