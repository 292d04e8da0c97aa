using System.Text.Json;

namespace Tandem.Cli.Tests;

/// <summary>The installed kernel in a process of its own, started and talked to by Jupyter's own programs.</summary>
public sealed class JupyterTests
{
    /// <summary>Starts a kernel <c>km</c> and a client <c>kc</c>, and defines <c>run(code)</c>, which prints how a cell ended and what it showed.</summary>
    private const string Prelude = """
        from jupyter_client.manager import start_new_kernel
        km, kc = start_new_kernel(kernel_name="tandem", startup_timeout=120)

        def run(code):
            shown = []
            def hook(message):
                content = message["content"]
                if message["msg_type"] == "stream":
                    shown.append(content["text"].strip())
                elif message["msg_type"] in ("execute_result", "display_data"):
                    shown.append(content["data"]["text/plain"])
                elif message["msg_type"] == "error":
                    shown.append(content["ename"])
            reply = kc.execute_interactive(code, output_hook=hook, timeout=120, allow_stdin=False)
            print(reply["content"]["status"], *shown)

        """;

    [Fact]
    public async Task Jupyters_client_runs_cells_restarts_and_shuts_the_kernel_down()
    {
        using var jupyter = await JupyterClient.StartAsync("jupyter_client");
        var (code, console, error) = await jupyter.RunPython("-c", Prelude + """
            run('var x = 20; Console.WriteLine("hello"); x + 1')
            run('int.Parse("x")')
            km.restart_kernel(now=False)
            kc.wait_for_ready(timeout=120)
            run('x')
            kc.stop_channels()
            km.shutdown_kernel()
            print(km.is_alive())
            """);
        Assert.True(code == 0, error);
        Assert.Equal("ok hello 21\nerror FormatException\nerror CS0103\nFalse\n", console);
    }

    [Fact]
    public async Task Jupyters_client_interrupts_a_cell_by_message_and_by_signal_and_the_session_lives_on()
    {
        using var jupyter = await JupyterClient.StartAsync("jupyter_client");
        var (code, console, error) = await jupyter.RunPython("-c", Prelude + """
            import os, signal, threading
            run('var kept = 7;')
            def soon(interrupt):
                message = kc.execute('Console.WriteLine("begun"); while (true) { }')
                while kc.get_iopub_msg(timeout=120)["msg_type"] != "stream":
                    pass
                interrupt()
                while True:
                    reply = kc.get_shell_msg(timeout=120)
                    if reply["parent_header"]["msg_id"] == message:
                        print(reply["content"]["status"])
                        return
            soon(km.interrupt_kernel)
            soon(lambda: os.kill(km.provisioner.pid, signal.SIGINT))
            run('kept')
            km.shutdown_kernel()
            """);
        Assert.True(code == 0, error);
        Assert.Equal("ok\nerror\nerror\nok 7\n", console);
    }

    [Fact]
    public async Task A_cell_that_ends_the_process_says_so_before_the_kernel_is_gone()
    {
        using var jupyter = await JupyterClient.StartAsync("jupyter_client");
        var (code, console, error) = await jupyter.RunPython("-c", Prelude + "run('Console.WriteLine(\"bye\"); Environment.Exit(3);')\nkm.shutdown_kernel(now=True)\n");
        Assert.True(code == 0, error);
        Assert.Equal("error bye ProcessExit\n", console);
    }

    [Fact]
    public async Task Nbconvert_executes_a_notebook_of_dotnet_interactive()
    {
        using var jupyter = await JupyterClient.StartAsync("nbconvert");
        jupyter.Write("My notebook ü.ipynb", """
            {
             "cells": [
              {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Numbers"]},
              {"cell_type": "code", "id": "b", "metadata": {"dotnet_interactive": {"language": "csharp"}}, "execution_count": null, "outputs": [], "source": ["var shown = display(\"first\");\n", "Console.WriteLine(Path.GetFileName(Environment.CurrentDirectory).Length > 0);"]},
              {"cell_type": "code", "id": "c", "metadata": {}, "execution_count": null, "outputs": [], "source": ["shown.Update(\"second\");\n", "Enumerable.Range(1, 4).Sum()"]},
              {"cell_type": "code", "id": "d", "metadata": {}, "execution_count": null, "outputs": [], "source": ["Report(\"loss\", 0.25)"]}
             ],
             "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}},
             "nbformat": 4, "nbformat_minor": 5
            }
            """);
        var (code, _, error) = await jupyter.RunPython("-m", "nbconvert", "--to", "notebook", "--execute", "My notebook ü.ipynb", "--output", "executed.ipynb");
        Assert.True(code == 0, error);
        using var executed = JsonDocument.Parse(jupyter.Read("executed.ipynb"));
        var outputs = executed.RootElement.GetProperty("cells").EnumerateArray().Skip(1).Select(cell => cell.GetProperty("outputs")).ToList();
        Assert.Equal(("second", "10"), (PlainText(outputs[0][0]), PlainText(outputs[1][0])));
        Assert.Equal("C#", executed.RootElement.GetProperty("metadata").GetProperty("language_info").GetProperty("name").GetString());
    }

    /// <summary>The text as notebook files keep it: an array of lines.</summary>
    private static string PlainText(JsonElement output) =>
        string.Concat(output.GetProperty("data").GetProperty("text/plain").EnumerateArray().Select(line => line.GetString()));
}
