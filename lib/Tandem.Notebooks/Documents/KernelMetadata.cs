using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Reads the kernel list that both formats carry in their metadata.</summary>
internal static class KernelMetadata
{
    /// <summary>Reads <c>{"kernelInfo": {"defaultKernelName", "items"}}</c>, or the inner object given directly.</summary>
    /// <exception cref="InvalidOperationException">A value is of another kind than the format says.</exception>
    public static (string? DefaultKernel, IReadOnlyList<KernelInfo> Kernels) Read(JsonElement metadata)
    {
        var info = metadata.TryGetProperty("kernelInfo", out var inner) ? inner : metadata;
        var defaultKernel = info.TryGetProperty("defaultKernelName", out var name) ? name.GetString() : null;
        var kernels = info.TryGetProperty("items", out var items) ? items.EnumerateArray().Select(ReadKernel).ToList() : [];
        return (defaultKernel, kernels);
    }

    private static KernelInfo ReadKernel(JsonElement item)
    {
        if (!item.TryGetProperty("name", out var name) || name.GetString() is not { } kernelName)
        {
            throw new InvalidOperationException("A kernel without a name.");
        }

        var language = item.TryGetProperty("languageName", out var value) ? value.GetString() : null;
        var aliases = item.TryGetProperty("aliases", out var list)
            ? list.EnumerateArray().Select(alias => alias.GetString()).OfType<string>().ToList()
            : [];
        return new KernelInfo(kernelName, language, aliases);
    }
}
