using System.Runtime.InteropServices;

namespace Tandem.Cli.Tests;

public sealed class CultureTests
{
    private const string Notebook = """
        #!csharp
        using System.Globalization;
        Console.WriteLine(CultureInfo.CurrentCulture.Name.Length + " " + 1234.5);
        string Try(Func<object> act) { try { return FormattableString.Invariant($"{act()}"); } catch (CultureNotFoundException) { return "unknown"; } }
        Console.WriteLine(Try(() => double.Parse("13,4", new CultureInfo("de-DE"))));
        Console.WriteLine(Try(() => DateTime.Parse("04/07/2016", new CultureInfo("pt-BR")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Console.WriteLine(Try(() => new CultureInfo("xx-unknown")));
        Console.WriteLine("S\u00e3o".Normalize(NormalizationForm.FormD).Length);
        """;

    [Fact]
    public async Task Cells_have_real_cultures_and_start_in_the_invariant_one()
    {
        Needs.That(!OperatingSystem.IsLinux() || Enumerable.Range(50, 71).Any(version => NativeLibrary.TryLoad($"libicuuc.so.{version}", out _)), "no ICU library (Debian: libicu72)");
        using var tandem = new TandemProcess { Environment = { ["LANG"] = "de_DE.UTF-8" } };
        tandem.Write("cultures.dib", Notebook);
        var (code, output, error) = await tandem.Run("run", "cultures.dib", "--out", "out");
        Assert.True(code == 0, error);
        Assert.Contains("0 1234.5\n13.4\n2016-07-04\nunknown\n4", output);
    }

    [Fact]
    public async Task Without_ICU_a_named_culture_is_an_error_and_no_made_up_one()
    {
        using var tandem = new TandemProcess { Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" } };
        tandem.Write("cultures.dib", Notebook);
        var (code, output, error) = await tandem.Run("run", "cultures.dib", "--out", "out");
        Assert.True(code == 0, error);
        Assert.Contains("0 1234.5\nunknown\nunknown\nunknown\n", output);
    }
}
