using Microsoft.DotNet.Interactive.Events;

namespace Tandem.Interactive.Tests;

/// <summary>What a reader sees of a cell's events.</summary>
internal static class Events
{
    /// <summary>The contents that were displayed or returned, by MIME type and text.</summary>
    public static IReadOnlyList<(string MimeType, string Text)> Shown(this IEnumerable<KernelEvent> events) =>
        [.. events.OfType<DisplayEvent>().SelectMany(shown => shown.FormattedValues).Select(value => (value.MimeType, value.Value))];

    /// <summary>The only content that was displayed or returned.</summary>
    public static (string MimeType, string Text) OnlyShown(this IEnumerable<KernelEvent> events) => Assert.Single(events.Shown());
}
