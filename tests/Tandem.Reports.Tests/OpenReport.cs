using Microsoft.Playwright;

namespace Tandem.Notebooks.Tests;

/// <summary>A report in the browser, and what the page complained of.</summary>
public sealed class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public OpenReport(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.RequestFailed += (_, request) => _complaints.Add($"{request.Url} was asked for");
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings on the console, uncaught errors, and requests to a network that is not there.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
