using System.ComponentModel;
using System.Diagnostics;

namespace Tandem.Notebooks.Tests;

public sealed class NativeLibrariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>As libtorch's are: one library needs another and knows no place to look for it, and that one opens a third beside itself while it runs.</summary>
    [Fact]
    public async Task Native_libraries_of_several_packages_find_each_other()
    {
        Needs.That(OperatingSystem.IsLinux(), "Compiles libraries for Linux.");
        var third = Compile("third", "int third() { return 3; }");
        var second = Compile("second", "#include <dlfcn.h>\nint second() { int (*third)() = dlsym(dlopen(\"libthird.so\", RTLD_NOW), \"third\"); return 2 * third(); }", "-Wl,-rpath,$ORIGIN");
        var first = Compile("first", "int second(); int first() { return 1 + second(); }", $"-L{_folder.Path}", "-lsecond");
        using var feed = new LocalFeed();
        feed.Add("ThirdTest", "1.0.0", "public class Third { }", native: third);
        feed.Add("SecondTest", "1.0.0", "public class Second { }", native: second);
        feed.Add(
            "FirstTest",
            "1.0.0",
            "public static class First { [System.Runtime.InteropServices.DllImport(\"first\")] private static extern int first(); public static int Value => first(); }",
            "<dependency id=\"SecondTest\" version=\"1.0.0\" /><dependency id=\"ThirdTest\" version=\"1.0.0\" />",
            native: first);
        File.Delete(first);
        File.Delete(second);
        File.Delete(third);
        using var session = new SessionHarness(feed.Options);
        await session.RunAll("#r \"nuget: FirstTest\"\nFirst.Value");
        Assert.Equal("7", session.Shown[^1]);
    }

    private string Compile(string name, string code, params string[] options)
    {
        var library = Path.Combine(_folder.Path, $"lib{name}.so");
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-w", $"-Wl,-soname,lib{name}.so", "-o", library, _folder.Write($"{name}.c", code), .. options]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (Win32Exception)
        {
            Needs.That(false, "This machine has no C compiler.");
        }

        return library;
    }
}
