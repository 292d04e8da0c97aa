using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch.Tests;

/// <summary>Tensors between this library and TorchSharp.</summary>
public sealed class TorchTensorsTests
{
    private static readonly float[] _values = [1, -2, 3.5f, float.NaN, 0, 6];

    public static TheoryData<string> Devices => ["cpu", "torch-cpu"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_tensor_comes_back_from_TorchSharp_as_it_went(string name)
    {
        using var scope = new TensorScope();
        var device = Named(name);
        using var exported = Tensor.From(_values, new Shape(2, 3), device).ToTorch();
        Assert.Equal([2, 3], exported.shape);
        Assert.Equal(3.5f, exported[0, 2].item<float>());

        var back = exported.ToTandem(device);
        Assert.Same(device, back.Device);
        Assert.Equal(new Shape(2, 3), back.Shape);
        Assert.Equal(_values, back.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void What_is_computed_later_shows_in_the_original_alone(string name)
    {
        using var scope = new TensorScope();
        var device = Named(name);
        var original = Tensor.From([1f, 2f], new Shape(2), device);
        using var exported = original.ToTorch();
        device.Scale(original, 10, original);
        exported.neg_();
        Assert.Equal([10f, 20f], original.ToArray());
        Assert.Equal([-1f, -2f], exported.ToTandem(device).ToArray());

        var imported = exported.ToTandem(device);
        exported.zero_();
        Assert.Equal([-1f, -2f], imported.ToArray());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Transposed_tensors_scalars_and_tensors_of_other_types_are_taken(string name)
    {
        using var scope = new TensorScope();
        using var native = torch.NewDisposeScope();
        var device = Named(name);
        var transposed = torch.tensor(new long[] { 1, 2, 3, 4, 5, 6 }).view(2, 3).t().ToTandem(device);
        Assert.Equal(new Shape(3, 2), transposed.Shape);
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], transposed.ToArray());
        Assert.Equal(0.25f, torch.tensor(0.25).requires_grad_().ToTandem(device).Item());
        Assert.Equal(0, torch.zeros(0, 3).ToTandem(device).Shape.Count);
    }

    [Fact]
    public void An_exported_tensor_belongs_to_the_open_scope_of_TorchSharp()
    {
        using var scope = new TensorScope();
        var tensor = Tensor.From([1f], new Shape(1), TorchDevices.Cpu);
        torch.Tensor exported;
        using (torch.NewDisposeScope())
        {
            exported = tensor.ToTorch();
        }

        Assert.True(exported.IsInvalid);
        Assert.Equal(1, tensor.Item());
    }

    [Fact]
    public void Complex_numbers_are_refused()
    {
        var device = TorchDevices.Cpu;
        using var scope = torch.NewDisposeScope();
        Assert.Contains("real part", Assert.Throws<ArgumentException>(() => torch.zeros(3, torch.complex64).ToTandem(device)).Message);
    }

    private static IDevice Named(string name)
    {
        // Both need libtorch, for TorchSharp's side.
        var libtorch = TorchDevices.Cpu;
        return name == "cpu" ? Device.Cpu : libtorch;
    }
}
