using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;

namespace Tandem.Interactive.Tests.Extension;

public sealed class TandemExtensionTests
{
    [Fact]
    public async Task The_script_of_the_package_loads_it_into_the_root_kernel_and_says_so()
    {
        using var notebook = await Notebook.OpenAsync();

        Assert.Equal(["text/plain"], notebook.Opening.Shown().Select(shown => shown.MimeType));
        Assert.StartsWith("Tandem 0.", notebook.Opening.OnlyShown().Text, StringComparison.Ordinal);
        Assert.Contains("#!tandem", notebook.Opening.OnlyShown().Text);
    }

    [Fact]
    public void A_kernel_that_has_it_stays_as_it_is()
    {
        using var kernel = new CompositeKernel();
        TandemExtension.Load(kernel);
        TandemExtension.Load(kernel);

        Assert.Single(kernel.KernelInfo.SupportedDirectives, directive => directive.Name == "#!tandem");
    }

    [Fact]
    public void It_needs_a_kernel() => Assert.Throws<ArgumentNullException>(() => TandemExtension.Load(null!));

    [Fact]
    public async Task It_leaves_the_names_that_cells_see_alone()
    {
        using var notebook = await Notebook.OpenAsync();

        Assert.Contains("Table", (await notebook.TryAsync("Table table = null;")).OfType<CommandFailed>().Single().Message);
    }
}
