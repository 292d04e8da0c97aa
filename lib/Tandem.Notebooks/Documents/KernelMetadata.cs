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
        var defaultKernel = info.TryGetProperty("defaultKernelName", out var name) && name.GetString() is { } kernel ? Named(kernel) : null;
        var kernels = info.TryGetProperty("items", out var items) ? items.EnumerateArray().Select(ReadKernel).ToList() : [];
        return (defaultKernel, kernels);
    }

    /// <summary>Whether a kernel can have a name: a line of a .dib file must be able to hold it.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAny('\r', '\n', '\0') && !WellFormed.HasHalves(name);

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
        return new KernelInfo(Named(kernelName), language, aliases);
    }

    private static string Named(string name) => IsName(name) ? name : throw new InvalidOperationException("A kernel's name that no line can hold.");
}
