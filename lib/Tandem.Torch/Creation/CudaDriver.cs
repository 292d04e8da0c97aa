using System.Runtime.InteropServices;
using System.Text;

namespace Tandem.Torch;

/// <summary>What NVIDIA's driver tells of itself and of the GPUs, which libtorch does not.</summary>
/// <param name="Cuda">The newest CUDA that it supports, such as <c>12.8</c>.</param>
/// <param name="Gpus">The names of the GPUs that this process may use.</param>
internal sealed unsafe record CudaDriver(string Cuda, IReadOnlyList<string> Gpus)
{
    private const int NameLength = 128;

    /// <summary>Asks the driver; <see langword="null"/> where none is installed.</summary>
    public static CudaDriver? Find() =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var library) ? new CudaDriver(VersionOf(library), GpusOf(library)) : null;

    private static string VersionOf(nint library)
    {
        var version = 0;
        var getVersion = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDriverGetVersion");
        return getVersion(&version) == 0 ? $"{version / 1000}.{version % 1000 / 10}" : "of unknown version";
    }

    private static List<string> GpusOf(nint library)
    {
        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit");
        var getCount = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDeviceGetCount");
        var count = 0;
        return initialize(0) == 0 && getCount(&count) == 0 ? [.. Enumerable.Range(0, count).Select(index => NameOf(library, index))] : [];
    }

    private static string NameOf(nint library, int index)
    {
        var getDevice = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet");
        var getName = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetName");
        var device = 0;
        var name = stackalloc byte[NameLength];
        return getDevice(&device, index) == 0 && getName(name, NameLength, device) == 0
            ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name))
            : "unnamed GPU";
    }
}
