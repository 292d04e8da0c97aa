using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch.Tests;

public sealed class TorchTensorExtensionsTests : IDisposable
{
    private readonly TensorScope _scope = new();
    private readonly DisposeScope _natives;

    public TorchTensorExtensionsTests()
    {
        _ = TorchDevices.Cpu;
        _natives = torch.NewDisposeScope();
    }

    public static TheoryData<string> Devices => ["cpu", "torch-cpu"];

    public void Dispose()
    {
        _natives.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_tensor_keeps_its_values_and_shape_both_ways(string name)
    {
        var device = Named(name);
        foreach (var shape in new[] { default, new Shape(0), new Shape(5), new Shape(3, 4), new Shape(2, 3, 4) })
        {
            var tensor = Tensor.From([.. Enumerable.Range(0, shape.Count).Select(i => (float)Math.Sin(i))], shape, device);
            var torchTensor = tensor.ToTorch();
            Assert.Equal(shape.Extents.ToArray(), torchTensor.shape.Select(extent => (int)extent));
            Assert.Equal(torch.float32, torchTensor.dtype);
            var back = torchTensor.ToTandem(device);
            Assert.Equal(shape, back.Shape);
            Assert.Same(device, back.Device);
            Assert.Equal(tensor.ToArray(), back.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Copies_do_not_share_memory(string name)
    {
        var tensor = Tensor.From([1f, 2f, 3f], new Shape(3), Named(name));
        var torchTensor = tensor.ToTorch();
        torchTensor.zero_();
        Assert.Equal([1f, 2f, 3f], tensor.ToArray());
        var back = torchTensor.ToTandem(Named(name));
        torchTensor.fill_(7f);
        Assert.Equal([0f, 0f, 0f], back.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Indices_become_64_bit_integers(string name)
    {
        var torchTensor = Indices.From([3, 0, 2], device: Named(name)).ToTorch();
        Assert.Equal(torch.int64, torchTensor.dtype);
        Assert.Equal([3L, 0, 2], torchTensor.data<long>().ToArray());
    }

    [Fact]
    public void Views_doubles_and_tensors_with_gradients_become_plain_floats()
    {
        var doubles = torch.arange(6, dtype: torch.float64).reshape(2, 3).requires_grad_();
        Assert.Equal([0f, 3, 1, 4, 2, 5], doubles.t().ToTandem(Device.Cpu).ToArray());
        Assert.Equal([0f, 3, 1, 4, 2, 5], doubles.t().ToTandem(TorchDevices.Cpu).ToArray());
    }

    [Fact]
    public void Integers_are_refused_with_the_remedy() =>
        Assert.Contains("to(torch.float32)", Assert.Throws<ArgumentException>(() => torch.arange(3).ToTandem()).Message);

    [Fact]
    public void A_copy_belongs_to_the_dispose_scope_that_is_open()
    {
        var tensor = Tensor.From([1f], new Shape(1), TorchDevices.Cpu);
        torch.Tensor copy;
        using (torch.NewDisposeScope())
        {
            copy = tensor.ToTorch();
        }

        Assert.True(copy.IsInvalid);
        Assert.Equal(1, tensor.Item());
    }

    [Fact]
    public void Nothing_but_the_results_is_left_on_the_device()
    {
        var tensor = Tensor.From([1f, 2f], new Shape(2), TorchDevices.Cpu);
        _ = tensor.ToArray();
        var before = torch.Tensor.TotalCount;
        using (tensor.ToTorch())
        {
            Assert.Equal(before + 1, torch.Tensor.TotalCount);
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static IDevice Named(string name) => name == "cpu" ? Device.Cpu : TorchDevices.Cpu;
}
