namespace Tandem.Tensors.Tests;

public sealed class DeviceNamesTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData(" CPU ")]
    public void The_processor_goes_by_its_name(string name) => Assert.Same(Device.Cpu, DeviceNames.Named(name));

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("cpu:1")]
    public void A_name_of_no_device_is_refused_with_the_names_there_are(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => DeviceNames.Named(name));
        Assert.Contains($"no device \"{name}\"", error.Message);
        Assert.Contains("cpu, cuda, cuda:1, torch-cpu, auto", error.Message);
        Assert.Contains("TANDEM_DEVICE", error.Message);
    }

    [Fact]
    public void Registered_devices_are_made_once_for_each_number()
    {
        var made = new List<int>();
        Device.Register("test-device", number =>
        {
            made.Add(number);
            return new CpuDevice(threads: 1);
        });
        var (first, again, third) = (DeviceNames.Named("test-device"), DeviceNames.Named("Test-Device:0"), DeviceNames.Named("test-device:2"));
        Assert.Same(first, again);
        Assert.NotSame(first, third);
        Assert.Equal([0, 2], made);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    [InlineData("a:1")]
    public void Names_that_mean_something_else_cannot_be_registered(string kind) =>
        Assert.Contains($"\"{kind}\"", Assert.Throws<ArgumentException>(() => Device.Register(kind, _ => Device.Cpu)).Message);

    [Theory]
    [InlineData("cuda", "TorchSharp-cuda-")]
    [InlineData("cuda:3", "TorchSharp-cuda-")]
    [InlineData("torch-cpu", "TorchSharp-cpu")]
    public void A_device_of_a_package_that_is_not_referenced_says_which_to_reference(string name, string libTorch)
    {
        Assert.SkipUnless(WithoutTorch, "Tandem.Torch is referenced.");
        var error = Assert.Throws<DeviceUnavailableException>(() => DeviceNames.Named(name));
        Assert.Contains($"\"{name}\"", error.Message);
        Assert.Contains("#r \"nuget: Tandem.Torch\"", error.Message);
        Assert.Contains(libTorch, error.Message);
        Assert.Contains("TANDEM_DEVICE=cpu", error.Message);
    }

    [Fact]
    public void Auto_computes_on_the_processor_where_there_is_no_other_and_says_why()
    {
        Assert.SkipUnless(WithoutTorch, "Tandem.Torch is referenced.");
        var (before, output) = (Console.Error, new StringWriter());
        Console.SetError(output);
        try
        {
            Assert.Same(Device.Cpu, DeviceNames.Named("auto"));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("Tandem.Torch is not referenced", output.ToString());
    }

    private static bool WithoutTorch => !File.Exists(Path.Combine(AppContext.BaseDirectory, "Tandem.Torch.dll"));
}
