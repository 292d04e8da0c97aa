namespace Tandem.Notebooks;

/// <summary>A kernel that Jupyter finds.</summary>
/// <param name="Name">The name by which notebooks refer to it.</param>
/// <param name="Folder">The folder that holds its <c>kernel.json</c>.</param>
/// <param name="Spec">Its specification; null when that cannot be read.</param>
/// <param name="Problem">Why the specification cannot be read; null when it can.</param>
public sealed record InstalledKernel(string Name, string Folder, KernelSpec? Spec, string? Problem)
{
    /// <summary>True when this program installed it.</summary>
    public bool IsTandem => Spec is { IsTandem: true };
}
