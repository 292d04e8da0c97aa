namespace Tandem.Notebooks.Tests;

/// <summary>What cells start and nobody awaits.</summary>
public sealed class LeftoverThreadTests
{
    [Fact]
    public async Task An_exception_of_a_cells_own_thread_is_shown_and_the_process_lives_on()
    {
        using var session = new SessionHarness();
        await session.RunAll("var thread = new System.Threading.Thread(() => throw new InvalidOperationException(\"on a thread\")); thread.Start(); thread.Join();", "1 + 1");
        Assert.Contains("InvalidOperationException: on a thread", session.Console);
        Assert.Equal(["2"], session.Shown);
    }

    [Fact]
    public async Task An_exception_of_an_async_void_method_is_shown_and_the_process_lives_on()
    {
        using var session = new SessionHarness();
        await session.RunAll("async void Fire() { await Task.Yield(); throw new InvalidOperationException(\"from async void\"); }\nFire();\nawait Task.Delay(300);", "1 + 1");
        Assert.Contains("InvalidOperationException: from async void", session.Console);
        Assert.Equal(["2"], session.Shown);
    }

    [Fact]
    public async Task A_cell_may_block_on_its_own_async_methods()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "async Task<int> One() { await Task.Delay(1); await Task.Yield(); return 1; }\nOne().Result + One().GetAwaiter().GetResult()",
            "(await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => { await Task.Delay(1); return i; }))).Sum()");
        Assert.Equal(["2", "19900"], session.Shown);
    }

    [Fact]
    public async Task What_a_finished_cell_goes_on_to_do_is_still_its_own()
    {
        using var session = new SessionHarness();
        await session.RunAll("var shown = display(\"begun\"); var later = Later(); async Task Later() { await Task.Delay(200); Console.Write(\"later\"); shown.Update(\"done\"); }", "await later; 1");
        Assert.Equal("later", session.Console);
        Assert.Equal(["begun", "done", "1"], session.Shown);
    }
}
