using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Tandem.Notebooks;

/// <summary>
/// Finds documentation in the XML files that compilers write beside assemblies. That of .NET itself lies in the SDK's reference pack, where one is
/// installed, in files that are not always called as the assembly that holds the type: they are searched one after another.
/// </summary>
internal static class DocumentationFiles
{
    private static readonly string _framework = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());

    private static readonly Lazy<IReadOnlyList<string>> _referencePack = new(FindReferencePack);

    /// <summary>The <c>member</c> element of an id; null when there is none.</summary>
    /// <param name="assemblyPath">The assembly that holds the member.</param>
    /// <param name="id">The member's documentation id, such as <c>M:System.Math.Sqrt(System.Double)</c>.</param>
    public static XElement? Find(string assemblyPath, string id)
    {
        var marker = Encoding.UTF8.GetBytes($"<member name=\"{id}\"");
        return FilesOf(assemblyPath).Select(file => FindIn(file, marker)).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<string> FilesOf(string assemblyPath)
    {
        var own = Path.ChangeExtension(assemblyPath, ".xml");
        if (File.Exists(own))
        {
            return [own];
        }

        return Path.GetDirectoryName(assemblyPath) != _framework ? []
            : _referencePack.Value.OrderByDescending(file => Path.GetFileName(file) == Path.GetFileName(own)).ThenByDescending(file => Path.GetFileName(file) == "System.Runtime.xml");
    }

    /// <summary>The pack of the runtime's version, or the newest of its major version.</summary>
    private static IReadOnlyList<string> FindReferencePack()
    {
        var packs = Path.Combine(_framework, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref");
        var folder = !Directory.Exists(packs) ? null : Directory.GetDirectories(packs)
            .Where(pack => Version.TryParse(Path.GetFileName(pack), out var version) && version.Major == Environment.Version.Major)
            .OrderByDescending(pack => Version.Parse(Path.GetFileName(pack)))
            .Select(pack => Path.Combine(pack, "ref", $"net{Environment.Version.Major}.0"))
            .FirstOrDefault(Directory.Exists);
        return folder is null ? [] : [.. Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)];
    }

    /// <summary>Parses one member and not the file, which may have a hundred thousand.</summary>
    private static XElement? FindIn(string file, byte[] marker)
    {
        try
        {
            var text = File.ReadAllBytes(file).AsSpan();
            var start = text.IndexOf(marker);
            if (start < 0)
            {
                return null;
            }

            var member = text[start..];
            var tagEnd = member.IndexOf((byte)'>');
            var end = member[tagEnd - 1] == '/' ? tagEnd + 1 : member.IndexOf("</member>"u8) + "</member>".Length;
            return XElement.Parse(Encoding.UTF8.GetString(member[..end]), LoadOptions.PreserveWhitespace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or XmlException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            // A broken file documents nothing.
            return null;
        }
    }
}
