namespace Tandem.Notebooks.Tests;

public sealed class DevicePackagesTests
{
    [Theory]
    [InlineData("cuda", "TorchSharp-cuda-")]
    [InlineData("CUDA:1", "TorchSharp-cuda-")]
    [InlineData("torch-cpu", "TorchSharp-cpu")]
    public void A_notebook_that_asks_for_the_library_gets_the_packages_of_the_device(string device, string native)
    {
        var packages = DevicePackages.With(Asked("tandem"), device);
        Assert.Equal("Tandem.Torch", packages[0].Id);
        Assert.StartsWith(native, packages[1].Id);
        Assert.All(packages, package => Assert.False(package.IsFloating));
        Assert.Equal(2, packages.Count);
    }

    [Theory]
    [InlineData("Tandem", null)]
    [InlineData("Tandem", "cpu")]
    [InlineData("Tandem", "auto")]
    [InlineData("Tandem", "no such device")]
    [InlineData("Tandem.Notebooks", "cuda")]
    [InlineData("CsvHelper", "cuda")]
    public void Nothing_else_brings_packages_along(string package, string? device) => Assert.Empty(DevicePackages.With(Asked(package), device));

    private static PackageRequest Asked(string package) => PackageRequest.Parse(package, new SourceLine("notebook.dib", 1, $"#r \"nuget: {package}\""));
}
