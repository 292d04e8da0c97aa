namespace Tandem.Notebooks.Tests;

public sealed class InputTests
{
    private static SessionOptions Answering(params string[] answers)
    {
        var left = new Queue<string>(answers);
        return new SessionOptions { File = "test.dib", Input = (request, _) => Task.FromResult($"{request.Prompt}{(request.IsPassword ? "*" : "")}{left.Dequeue()}") };
    }

    [Fact]
    public async Task What_a_cell_reads_is_asked_of_the_user()
    {
        using var session = new SessionHarness(Answering("first", "ab", "third", "fourth"));
        await session.RunAll(
            "Console.ReadLine()",
            "$\"{(char)Console.Read()}{(char)Console.In.Peek()}{(char)Console.Read()}{Console.Read()}\"",
            "await GetInputAsync(\"name? \")",
            "await GetPasswordAsync(\"key? \")");
        Assert.Equal(["first", "abb10", "name? third", "key? *fourth"], session.Shown);
    }

    [Fact]
    public async Task Without_anybody_to_ask_the_failure_says_so()
    {
        using var session = new SessionHarness();
        var failure = (await session.Run("\nConsole.ReadLine();")).Failure!;
        Assert.Equal((2, "InvalidOperationException"), (failure.Line, failure.Kind));
        Assert.Contains("nobody is there to answer", failure.Message);
        Assert.False((await session.Run("await GetInputAsync(\"name?\")")).Succeeded);
    }

    [Fact]
    public async Task A_cell_that_waits_for_input_can_be_stopped()
    {
        using var session = new SessionHarness(new SessionOptions
        {
            File = "test.dib",
            Input = async (_, stop) =>
            {
                await Task.Delay(Timeout.Infinite, stop);
                return "";
            },
        });
        Assert.True((await session.RunAndStop("Console.Write(\"go\"); Console.ReadLine();", output => output is StreamOutput)).WasInterrupted);
        await session.RunAll("1");
    }
}
