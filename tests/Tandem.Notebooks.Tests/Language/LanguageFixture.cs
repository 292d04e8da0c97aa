namespace Tandem.Notebooks.Tests;

/// <summary>A session in which some cells were run, for questions that do not change it.</summary>
public sealed class LanguageFixture : IAsyncLifetime
{
    private static readonly string[] _cells =
    [
        """
        using System.Text;
        var numbers = new List<int> { 1, 2, 3 };
        int? perhaps = 4;
        enum Colour { Red, Green, [Obsolete] Grey }
        """,
        """
        /// <summary>A film of the <paramref name="none"/> catalogue, see <see cref="string.Length"/>.</summary>
        class Film
        {
            public string Title { get; set; } = "";
            public int Year { get; init; }
            public Colour Colour { get; set; }
            public List<string> Tags { get; } = [];
            public string Label => Title;
            [Obsolete] public int Old;
            private int _secret;
            public static Film Parse(string text) => new();
            /// <summary>Rates the film.</summary>
            /// <param name="stars">From 1 to 5.</param>
            /// <returns>The new mean.</returns>
            /// <exception cref="ArgumentException">Too many stars.</exception>
            public double Rate(int stars, string remark = "") => stars;
            public virtual int Weigh(int factor) => factor;
        }
        /// <summary>A seat.</summary>
        /// <param name="Row">Counted from the screen.</param>
        record Seat(int Row, int Number);
        """,
        """
        var film = new Film { Title = "Metropolis" };
        Func<int, string> tell = number => $"{number}";
        int Twice(int value) => 2 * value;
        var seat = new Seat(3, 4);
        """,
    ];

    public NotebookSession Session { get; } = new(new SessionOptions { File = "language.dib" });

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            var result = await Session.RunAsync(new NotebookCell("csharp", _cells[i], 1), i + 1, _ => { });
            Assert.True(result.Succeeded, result.Failure?.ToString());
        }
    }

    /// <summary>The completions at the <c>|</c> in the code.</summary>
    public async Task<CompletionList> Complete(string marked)
    {
        var (code, cursor) = Cursor(marked);
        return await Session.CompleteAsync(code, cursor, TestContext.Current.CancellationToken);
    }

    /// <summary>The plain text that inspecting gives at the <c>|</c> in the code; null when nothing is known.</summary>
    public async Task<string?> Inspect(string marked, InspectionDetail detail = InspectionDetail.Brief)
    {
        var (code, cursor) = Cursor(marked);
        return (await Session.InspectAsync(code, cursor, detail, TestContext.Current.CancellationToken))?.Find(MimeTypes.PlainText);
    }

    public static (string Code, int Cursor) Cursor(string marked)
    {
        var cursor = marked.IndexOf('|', StringComparison.Ordinal);
        return (marked.Remove(cursor, 1), cursor);
    }

    public ValueTask DisposeAsync()
    {
        Session.Dispose();
        return ValueTask.CompletedTask;
    }
}
