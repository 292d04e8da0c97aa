using System.Security.Cryptography;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>What a restore is to find.</summary>
/// <param name="Packages">The packages with the version that is asked of each, in NuGet's notation.</param>
/// <param name="Sources">Places to look for them, beside the configured ones.</param>
/// <param name="ConfigFolder">The folder from which NuGet.Config files are looked for, upwards.</param>
/// <param name="IsFloating">True when the answer may change as packages are published.</param>
internal sealed record RestoreRequest(IReadOnlyList<KeyValuePair<string, string>> Packages, IReadOnlyList<string> Sources, string ConfigFolder, bool IsFloating)
{
    /// <summary>A name for all that the answer depends on.</summary>
    public string Key()
    {
        var text = new StringBuilder().Append(RestoreTarget.Framework).Append('\n').Append(RestoreTarget.RuntimeIdentifier).Append('\n');
        foreach (var (id, version) in Packages.OrderBy(package => package.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(id.ToLowerInvariant()).Append(' ').Append(version).Append('\n');
        }

        foreach (var line in Sources.Concat(ConfigFiles().Select(File.ReadAllText)))
        {
            text.Append(line).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }

    private IEnumerable<string> ConfigFiles()
    {
        for (var folder = new DirectoryInfo(ConfigFolder); folder is not null; folder = folder.Parent)
        {
            foreach (var name in (string[])["nuget.config", "NuGet.config", "NuGet.Config"])
            {
                if (File.Exists(Path.Combine(folder.FullName, name)))
                {
                    yield return Path.Combine(folder.FullName, name);
                    break;
                }
            }
        }
    }
}
