using System.Text.Json;

namespace Tandem.Notebooks.Tests;

/// <summary>Events on their way from one process to the other.</summary>
public sealed class RunEventTests
{
    private static readonly MimeBundle _content = new([new(MimeTypes.Html, "<b>\u2028é\ud83d\ude00</b>"), new(MimeTypes.PlainText, "é")]);

    private static readonly CellOutput[] _outputs =
    [
        new StreamOutput("line\r\n\0\u001b[1m", IsError: true),
        new DisplayOutput(_content, "id"),
        new ResultOutput(_content),
        new ErrorOutput(new CellFailure(2, "/a/b.dib", 7, "int.Parse(\"x\")", "FormatException", "no number", ["at F", "caused by x"])),
    ];

    [Fact]
    public void Every_kind_of_output_arrives_as_it_was_sent()
    {
        foreach (var kind in typeof(CellOutput).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CellOutput))))
        {
            var output = Assert.Single(_outputs, output => output.GetType() == kind);
            var line = JsonSerializer.Serialize(new CellShown(3, output), RunJson.Default.RunEvent);
            Assert.DoesNotContain('\n', line);
            var arrived = Assert.IsType<CellShown>(JsonSerializer.Deserialize(line, RunJson.Default.RunEvent));
            Assert.Equivalent(output, arrived.Output, strict: true);
        }
    }

    [Fact]
    public void Text_written_character_by_character_arrives_whole_in_its_order()
    {
        using var sent = new MemoryStream();
        var writer = new EventWriter(sent, () => { });
        const string Text = "a\ud83d\ude00b\ud83d\ude00";
        foreach (var character in Text)
        {
            writer.Add(new CellShown(1, new StreamOutput(character.ToString(), IsError: false)));
            writer.Flush();
        }

        writer.Add(new CellShown(1, new StreamOutput("error", IsError: true)));
        writer.Add(new CellEnded(1, RunStatus.Succeeded, TimeSpan.FromSeconds(1)));
        writer.Flush();
        var events = System.Text.Encoding.UTF8.GetString(sent.ToArray()).TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize(line, RunJson.Default.RunEvent)!).ToList();
        var texts = events.OfType<CellShown>().Select(shown => (StreamOutput)shown.Output).ToList();
        Assert.Equal(Text, string.Concat(texts.Where(text => !text.IsError).Select(text => text.Text)));
        Assert.Equal("error", Assert.Single(texts, text => text.IsError).Text);
        Assert.Equal(new CellEnded(1, RunStatus.Succeeded, TimeSpan.FromSeconds(1)), events[^1]);
    }
}
