using System.Reflection;
using System.Text.RegularExpressions;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>The table of symbols tells the truth: what it calls ours is public, and the tests it names are there.</summary>
public sealed partial class ParityTableTests
{
    private static readonly string _root = SkippableFolder.RepositoryRoot();
    private static readonly Type[] _types = [.. typeof(Table).Assembly.GetExportedTypes(), .. typeof(Tensor).Assembly.GetExportedTypes()];

    [Fact]
    public void Every_name_of_ours_is_a_public_type_or_member() =>
        Assert.Equal([], Rows().SelectMany(row => Names(row[1])).Distinct().Where(name => !IsPublic(name)));

    [Fact]
    public void Every_test_class_exists()
    {
        var files = Directory.EnumerateFiles(Path.Combine(_root, "tests"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.Equal([], Rows().SelectMany(row => Names(row[2])).Distinct().Where(name => !files.Contains(name)));
    }

    [Fact]
    public void No_cell_is_empty_but_the_approximate_index_s() =>
        Assert.Equal(["`ScaNN`"], Rows().Where(row => row[1].Length == 0 || row[2].Length == 0).Select(row => row[0]));

    /// <summary>The cells of the tables' bodies.</summary>
    private static string[][] Rows() =>
    [
        .. File.ReadLines(Path.Combine(_root, "docs", "tfrs-parity.md"))
            .Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| original", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static IEnumerable<string> Names(string cell) => Code().Matches(cell).Select(match => match.Groups[1].Value);

    private static bool IsPublic(string name)
    {
        const BindingFlags anyone = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        var parts = name.Split('.');
        return _types.Any(type => type.Name.Split('`')[0] == parts[0] && parts.Skip(1).All(member =>
            type.GetMember(member, anyone).Any(found => found is not MethodBase { IsPrivate: true } and not MethodBase { IsAssembly: true })));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
