using System.Reflection;
using NuGet.Versioning;
using Tandem.Tensors;

namespace Tandem.Notebooks;

/// <summary>
/// The packages of the device that the environment names: a notebook that asks for Tandem gets them with it, so that it runs on a GPU as it is.
/// </summary>
internal static class DevicePackages
{
    private const string Library = "Tandem";

    /// <summary>What a request for a package brings along, in the versions that this program was made with.</summary>
    /// <param name="request">The package asked for.</param>
    /// <param name="device">The device's name; null for the program's own choice.</param>
    public static IReadOnlyList<PackageRequest> With(PackageRequest request, string? device)
    {
        if (!request.Id.Equals(Library, StringComparison.OrdinalIgnoreCase) || device is null || DeviceNames.PackagesOf(device) is not { } packages)
        {
            return [];
        }

        var assembly = typeof(DevicePackages).Assembly;
        var own = NuGetVersion.Parse(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion).ToNormalizedString();
        var torchSharp = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "TorchSharpVersion").Value;
        return
        [
            PackageRequest.Parse($"{packages.Library}, {own}", request.Place),
            PackageRequest.Parse($"{packages.Native}, {torchSharp}", request.Place),
        ];
    }
}
