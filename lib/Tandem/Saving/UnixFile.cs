using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Tandem;

/// <summary>What Unix knows of a file and .NET does not tell: its type, owner and group.</summary>
/// <param name="Mode">Type and permissions, as in <c>st_mode</c>.</param>
/// <param name="Owner">The user's number.</param>
/// <param name="Group">The group's number.</param>
internal readonly partial record struct UnixFile(ushort Mode, uint Owner, uint Group)
{
    private const int CurrentFolder = -100;
    private const uint TypeModeOwnerGroup = 0x1 | 0x2 | 0x8 | 0x10;
    private const int TypeMask = 0xf000;
    private const int RegularType = 0x8000;
    private const uint Unchanged = uint.MaxValue;
    private const UnixFileMode GroupMask = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    public bool IsRegular => (Mode & TypeMask) == RegularType;

    private UnixFileMode Permissions => (UnixFileMode)(Mode & ~TypeMask);

    /// <summary>
    /// The file at a path, links followed; <see langword="null"/> when there is none. Elsewhere than on Linux it is taken for a regular file, and its
    /// owner is not known.
    /// </summary>
    [UnsupportedOSPlatform("windows")]
    public static UnixFile? At(string path) => !OperatingSystem.IsLinux()
        ? File.Exists(path) ? new UnixFile((ushort)(RegularType | (int)File.GetUnixFileMode(path)), Unchanged, Unchanged) : null
        : StatX(CurrentFolder, path, flags: 0, TypeModeOwnerGroup, out var facts) == 0 ? new UnixFile(facts.Mode, facts.Owner, facts.Group) : null;

    /// <summary>The path of a folder with all links followed; the path as it is where the system does not tell.</summary>
    public static string RealFolder(string folder) => !OperatingSystem.IsWindows() && RealPath(folder, 0) is { } real ? real : folder;

    /// <summary>Makes names that were given in a folder outlive a loss of power. A file system that cannot do so is left to its own ways.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || Open(folder, flags: 0) is not (>= 0 and var descriptor))
        {
            return;
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        _ = FSync(handle);
    }

    /// <summary>Makes another file like this one. A group that cannot be given leaves no rights with the group that the other file has.</summary>
    [UnsupportedOSPlatform("windows")]
    public void GiveModeAndOwner(SafeFileHandle other)
    {
        var hasOwner = FChOwn(other, Owner, Group) == 0 || FChOwn(other, Unchanged, Group) == 0;
        File.SetUnixFileMode(other, hasOwner ? Permissions : Permissions & ~GroupMask);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out Facts facts);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int FChOwn(SafeFileHandle file, uint owner, uint group);

    /// <summary>The part of <c>struct statx</c> that is used; its layout is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Facts
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
