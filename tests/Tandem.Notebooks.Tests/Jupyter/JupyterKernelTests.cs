using System.Text;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks.Tests;

public sealed class JupyterKernelTests
{
    [Fact]
    public async Task The_kernel_says_what_it_is()
    {
        await using var kernel = new KernelHarness();
        var info = kernel.Client.Ask("kernel_info_request");
        Assert.Equal(("ok", "5.4", "tandem"), (info.Status, info.Text("protocol_version"), info.Text("implementation")));
        var language = info.Content.GetProperty("language_info");
        Assert.Equal(("C#", ".cs", "csharp"), (language.GetProperty("name").GetString(), language.GetProperty("file_extension").GetString(), language.GetProperty("pygments_lexer").GetString()));
        Assert.Equal("iopub_welcome", kernel.Client.Welcome.Type);
    }

    [Fact]
    public async Task A_cell_is_told_of_in_order_from_busy_to_idle_and_its_value_comes_as_its_result()
    {
        await using var kernel = new KernelHarness();
        var id = kernel.Client.SendExecute("Console.WriteLine(\"so far\"); 1 + 2");
        var reply = kernel.Client.Receive("shell");
        Assert.Equal(("ok", 1), (reply.Status, reply.Content.GetProperty("execution_count").GetInt32()));
        var story = kernel.Client.Story(id);
        Assert.Equal(["status", "execute_input", "stream", "execute_result", "status"], story.Select(message => message.Type));
        Assert.Equal("Console.WriteLine(\"so far\"); 1 + 2", story[1].Text("code"));
        Assert.Equal(("stdout", "so far\n"), (story[2].Text("name"), story[2].Text("text")));
        Assert.Equal(("3", 1), (story[3].Data(), story[3].Content.GetProperty("execution_count").GetInt32()));
    }

    [Fact]
    public async Task A_cell_uses_what_earlier_ones_declared_and_counts_on()
    {
        await using var kernel = new KernelHarness();
        kernel.Client.Execute("var x = 20;");
        var (reply, outputs) = kernel.Client.Execute("x + 1");
        Assert.Equal(2, reply.Content.GetProperty("execution_count").GetInt32());
        Assert.Equal("21", Assert.Single(outputs).Data());
    }

    [Fact]
    public async Task Standard_error_is_a_stream_of_its_own_and_the_order_is_kept()
    {
        await using var kernel = new KernelHarness();
        var (_, outputs) = kernel.Client.Execute("Console.Write(\"a\"); Console.Error.Write(\"b\"); Console.Write(\"c\");");
        Assert.Equal([("stdout", "a"), ("stderr", "b"), ("stdout", "c")], outputs.Select(output => (output.Text("name"), output.Text("text"))));
    }

    [Fact]
    public async Task A_thousand_lines_come_in_few_messages_and_none_is_lost()
    {
        await using var kernel = new KernelHarness();
        var (_, outputs) = kernel.Client.Execute("for (var i = 0; i < 1000; i++) { Console.WriteLine($\"line {i} \\U0001F600\"); }");
        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i} \U0001F600\n")), string.Concat(outputs.Select(output => output.Text("text"))));
        Assert.InRange(outputs.Count, 1, 300);
    }

    [Fact]
    public async Task A_display_can_be_updated_in_place_by_a_later_cell_too()
    {
        await using var kernel = new KernelHarness();
        var (_, first) = kernel.Client.Execute("var shown = display(\"one\"); shown.Update(\"two\");");
        var (_, second) = kernel.Client.Execute("shown.Update(\"three\");");
        Assert.Equal(["display_data", "update_display_data", "update_display_data"], first.Concat(second).Select(output => output.Type));
        Assert.Equal(["one", "two", "three"], first.Concat(second).Select(output => output.Data()));
        Assert.Single(first.Concat(second).Select(output => output.Content.GetProperty("transient").GetProperty("display_id").GetString()).Distinct());
    }

    [Fact]
    public async Task Json_representations_come_as_json_and_not_as_text()
    {
        await using var kernel = new KernelHarness();
        var (_, outputs) = kernel.Client.Execute("Report(\"loss\", 0.5);");
        var metrics = Assert.Single(outputs).Content.GetProperty("data").EnumerateObject().Single(data => data.Name.EndsWith("+json", StringComparison.Ordinal));
        Assert.Equal(0.5, metrics.Value.GetProperty("loss").GetDouble());
    }

    [Fact]
    public async Task A_failing_cell_gives_its_line_and_a_traceback_without_the_kernels_own_frames()
    {
        await using var kernel = new KernelHarness();
        var (reply, outputs) = kernel.Client.Execute("\nint.Parse(\"x\");");
        var error = Assert.Single(outputs);
        Assert.Equal(("error", "error", "FormatException"), (reply.Status, error.Type, error.Text("ename")));
        Assert.Equal(error.Text("evalue"), reply.Text("evalue"));
        var traceback = error.Content.GetProperty("traceback").EnumerateArray().Select(line => line.GetString()!).ToList();
        Assert.Contains(traceback, line => line.Contains("line 2") && line.Contains("int.Parse(\"x\");"));
        Assert.DoesNotContain(traceback, line => line.Contains("Tandem.Notebooks", StringComparison.Ordinal));
        Assert.Contains("\e[", traceback[0]);
        Assert.Equal("ok", kernel.Client.Execute("1").Reply.Status);
    }

    [Fact]
    public async Task Cells_that_wait_behind_a_failing_one_are_aborted_and_later_ones_run()
    {
        await using var kernel = new KernelHarness();
        kernel.Client.SendExecute("System.Threading.Thread.Sleep(500); throw new Exception(\"oh\");");
        kernel.Client.SendExecute("1");
        kernel.Client.Send("history_request", new JsonObject { ["hist_access_type"] = "tail" });
        kernel.Client.SendExecute("2");
        Assert.Equal(["error", "aborted", "ok", "aborted"], Enumerable.Range(0, 4).Select(_ => kernel.Client.Receive("shell").Status));
        Assert.Equal("ok", kernel.Client.Execute("3").Reply.Status);
    }

    [Fact]
    public async Task Cells_that_wait_behind_a_failing_one_run_when_the_client_wants_it()
    {
        await using var kernel = new KernelHarness();
        kernel.Client.SendExecute("System.Threading.Thread.Sleep(500); throw new Exception(\"oh\");", new JsonObject { ["stop_on_error"] = false });
        kernel.Client.SendExecute("1");
        Assert.Equal(["error", "ok"], Enumerable.Range(0, 2).Select(_ => kernel.Client.Receive("shell").Status));
    }

    [Fact]
    public async Task A_silent_cell_runs_unseen_and_uncounted()
    {
        await using var kernel = new KernelHarness();
        var (reply, outputs) = kernel.Client.Execute("var hidden = 5; hidden", new JsonObject { ["silent"] = true });
        Assert.Equal("ok", reply.Status);
        Assert.Empty(outputs);
        Assert.Equal(1, kernel.Client.Execute("hidden").Reply.Content.GetProperty("execution_count").GetInt32());
        Assert.Equal(["hidden"], History(kernel.Client, new JsonObject { ["hist_access_type"] = "tail", ["n"] = 10 }));
    }

    [Fact]
    public async Task A_cell_that_is_not_to_be_stored_is_shown_and_not_counted()
    {
        await using var kernel = new KernelHarness();
        Assert.Single(kernel.Client.Execute("1", new JsonObject { ["store_history"] = false }).Outputs);
        Assert.Equal(1, kernel.Client.Execute("2").Reply.Content.GetProperty("execution_count").GetInt32());
    }

    [Fact]
    public async Task Expressions_of_the_client_are_evaluated_after_the_cell_each_on_its_own()
    {
        await using var kernel = new KernelHarness();
        var (reply, _) = kernel.Client.Execute("var n = 4;", new JsonObject { ["user_expressions"] = new JsonObject { ["square"] = "n * n", ["bad"] = "nothing" } });
        var expressions = reply.Content.GetProperty("user_expressions");
        Assert.Equal("16", expressions.GetProperty("square").GetProperty("data").GetProperty("text/plain").GetString());
        Assert.Equal(("error", "CS0103"), (expressions.GetProperty("bad").GetProperty("status").GetString(), expressions.GetProperty("bad").GetProperty("ename").GetString()));
    }

    [Fact]
    public async Task A_cell_written_in_another_language_by_its_metadata_is_not_taken_for_csharp()
    {
        await using var kernel = new KernelHarness();
        var id = kernel.Client.Send("execute_request", new JsonObject { ["code"] = "<b>bold</b>" }, metadata: new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "html" } });
        Assert.Equal("ok", kernel.Client.Receive("shell").Status);
        Assert.Equal("<b>bold</b>", kernel.Client.Story(id).Single(message => message.Type == "display_data").Data("text/html"));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(100_000);")]
    public async Task An_interrupt_ends_the_cell_that_runs_and_the_session_lives_on(string code)
    {
        await using var kernel = new KernelHarness();
        kernel.Client.Execute("var kept = 7;");
        var id = kernel.Client.SendExecute("Console.WriteLine(\"begun\"); " + code);
        Begin(kernel.Client, id);
        Assert.Equal("ok", kernel.Client.Ask("interrupt_request", channel: "control").Status);
        Assert.Equal("error", kernel.Client.Receive("shell").Status);
        Assert.Equal("error", kernel.Client.Story(id)[^2].Type);
        Assert.Equal("7", Assert.Single(kernel.Client.Execute("kept").Outputs).Data());
    }

    [Fact]
    public async Task The_history_is_listed_searched_and_cut()
    {
        await using var kernel = new KernelHarness();
        kernel.Client.Execute("1 + 1");
        kernel.Client.Execute("var a = 2;");
        kernel.Client.Execute("1 + 1");
        Assert.Equal(["var a = 2;", "1 + 1"], History(kernel.Client, new JsonObject { ["hist_access_type"] = "tail", ["n"] = 2 }));
        Assert.Equal(["1 + 1", "var a = 2;"], History(kernel.Client, new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 1, ["stop"] = 3 }));
        Assert.Equal(["1 + 1"], History(kernel.Client, new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "1*", ["unique"] = true }));
        var withOutput = kernel.Client.Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1, ["output"] = true });
        Assert.Equal("[[1,3,[\"1 + 1\",\"2\"]]]", withOutput.Content.GetProperty("history").GetRawText());
    }

    [Fact]
    public async Task Consoles_learn_whether_a_text_can_be_run()
    {
        await using var kernel = new KernelHarness();
        var reply = kernel.Client.Ask("is_complete_request", new JsonObject { ["code"] = "if (true) {" });
        Assert.Equal(("incomplete", "    "), (reply.Status, reply.Text("indent")));
        Assert.Equal("complete", kernel.Client.Ask("is_complete_request", new JsonObject { ["code"] = "1 + 1" }).Status);
    }

    [Fact]
    public async Task A_word_is_completed_with_positions_counted_in_code_points()
    {
        await using var kernel = new KernelHarness();
        kernel.Client.Execute("var film = \"Metropolis\";");
        const string code = "var smile = \"\U0001F600\"; film.Len.ToString()";
        var reply = kernel.Client.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = 25 });
        Assert.Equal("ok", reply.Status);
        Assert.Equal("""["Length"]""", reply.Content.GetProperty("matches").GetRawText());
        Assert.Equal((22, 25), (reply.Content.GetProperty("cursor_start").GetInt32(), reply.Content.GetProperty("cursor_end").GetInt32()));
        Assert.Equal(
            """[{"text":"Length","type":"property","start":22,"end":25}]""",
            reply.Content.GetProperty("metadata").GetProperty("_jupyter_types_experimental").GetRawText());
    }

    [Fact]
    public async Task A_name_is_explained_in_text_and_html()
    {
        await using var kernel = new KernelHarness();
        kernel.Client.Execute("var film = \"Metropolis\";");
        var reply = kernel.Client.Ask("inspect_request", new JsonObject { ["code"] = "film", ["cursor_pos"] = 2, ["detail_level"] = 0 });
        Assert.Equal(("ok", true), (reply.Status, reply.Content.GetProperty("found").GetBoolean()));
        Assert.Equal("(variable) string film\n\n= Metropolis", reply.Data());
        Assert.Contains("<code", reply.Data("text/html"));
        var nothing = kernel.Client.Ask("inspect_request", new JsonObject { ["code"] = "nothing", ["cursor_pos"] = 2, ["detail_level"] = 0 });
        Assert.Equal(("ok", false), (nothing.Status, nothing.Content.GetProperty("found").GetBoolean()));
    }

    [Fact]
    public async Task A_comm_for_an_unknown_target_is_closed_again()
    {
        await using var kernel = new KernelHarness();
        var id = kernel.Client.Send("comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "widget", ["data"] = new JsonObject() });
        var story = kernel.Client.Story(id);
        Assert.Equal(["status", "comm_close", "status"], story.Select(message => message.Type));
        Assert.Equal("c1", story[1].Text("comm_id"));
        kernel.Client.Send("comm_msg", new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject() });
        Assert.Equal("{}", kernel.Client.Ask("comm_info_request").Content.GetProperty("comms").GetRawText());
    }

    [Fact]
    public async Task Requests_for_what_the_kernel_lacks_are_answered()
    {
        await using var kernel = new KernelHarness();
        Assert.False(kernel.Client.Ask("debug_request", new JsonObject { ["seq"] = 3, ["command"] = "attach" }, "control").Content.GetProperty("success").GetBoolean());
        Assert.Equal("error", kernel.Client.Ask("teleport_request").Status);
        Assert.Equal(kernel.Connection.ShellPort, kernel.Client.Ask("connect_request").Content.GetProperty("shell_port").GetInt32());
    }

    [Fact]
    public async Task Every_client_sees_what_goes_on_and_gets_its_own_replies()
    {
        await using var kernel = new KernelHarness();
        using var second = new JupyterTestClient(kernel.Connection, "second");
        var id = kernel.Client.SendExecute("var shared = 3; shared");
        Assert.Equal("ok", kernel.Client.Receive("shell").Status);
        Assert.Equal("3", second.Story(id).Single(message => message.Type == "execute_result").Data());
        Assert.Equal("4", Assert.Single(second.Execute("shared + 1").Outputs).Data());
    }

    [Theory]
    [InlineData("Console.ReadLine()", "", false)]
    [InlineData("await GetInputAsync(\"your name\")", "your name", false)]
    [InlineData("await GetPasswordAsync(\"the word\")", "the word", true)]
    public async Task A_question_goes_to_the_client_that_runs_the_cell_and_its_answer_comes_back(string code, string prompt, bool isPassword)
    {
        await using var kernel = new KernelHarness();
        using var other = new JupyterTestClient(kernel.Connection, "other");
        var id = kernel.Client.SendExecute(code);
        var question = kernel.Client.Receive("stdin");
        Assert.Equal(("input_request", id, prompt, isPassword), (question.Type, question.ParentId, question.Text("prompt"), question.Content.GetProperty("password").GetBoolean()));
        kernel.Client.Send("input_reply", new JsonObject { ["value"] = "Ada" }, "stdin");
        Assert.Equal("ok", kernel.Client.Receive("shell").Status);
        Assert.Equal("Ada", kernel.Client.Story(id).Single(message => message.Type == "execute_result").Data());
    }

    [Fact]
    public async Task Strangers_do_not_get_the_questions_of_a_client()
    {
        await using var kernel = new KernelHarness();
        Assert.Equal("ok", kernel.Client.Ask("kernel_info_request").Status);
        var stdin = kernel.Connection.Endpoint(kernel.Connection.StdinPort);
        var strangers = Enumerable.Range(0, 100).Select(_ => ZmtpTestClient.Join(stdin, "DEALER")).ToArray();
        using var thief = ZmtpTestClient.Connect(stdin);
        thief.Write([.. ZmtpTestClient.Greeting(), .. ZmtpTestClient.Command("READY", [.. ZmtpTestClient.Property("Socket-Type", "DEALER"), .. ZmtpTestClient.Property("Identity", "client")])]);
        Assert.True(thief.IsClosedByPeer());
        kernel.Client.SendExecute("Console.ReadLine()");
        Assert.Equal("input_request", kernel.Client.Receive("stdin").Type);
        kernel.Client.Send("input_reply", new JsonObject { ["value"] = "Ada" }, "stdin");
        Assert.Equal("ok", kernel.Client.Receive("shell").Status);
        Array.ForEach(strangers, client => client.Dispose());
    }

    [Fact]
    public async Task A_cell_that_asks_a_client_without_input_fails_and_one_that_waits_can_be_interrupted()
    {
        await using var kernel = new KernelHarness();
        var (reply, _) = kernel.Client.Execute("Console.ReadLine()", new JsonObject { ["allow_stdin"] = false });
        Assert.Contains("takes no questions", reply.Text("evalue"));
        kernel.Client.SendExecute("Console.ReadLine()");
        Assert.Equal("input_request", kernel.Client.Receive("stdin").Type);
        kernel.Client.Ask("interrupt_request", channel: "control");
        Assert.Equal("error", kernel.Client.Receive("shell").Status);
        Assert.Equal("ok", kernel.Client.Execute("1").Reply.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shutdown_is_answered_before_the_kernel_ends(bool restart)
    {
        await using var kernel = new KernelHarness();
        var reply = kernel.Client.Ask("shutdown_request", new JsonObject { ["restart"] = restart }, "control");
        Assert.Equal(("ok", restart), (reply.Status, reply.Content.GetProperty("restart").GetBoolean()));
        await kernel.Running.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_shutdown_stops_the_cell_that_runs()
    {
        await using var kernel = new KernelHarness();
        Begin(kernel.Client, kernel.Client.SendExecute("Console.WriteLine(\"begun\"); await Task.Delay(100_000);"));
        kernel.Client.Ask("shutdown_request", new JsonObject { ["restart"] = false }, "control");
        await kernel.Running.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Messages_with_a_wrong_signature_or_none_and_garbage_are_dropped_and_logged()
    {
        await using var kernel = new KernelHarness();
        var frames = kernel.Client.Frames("forged", "execute_request", new JsonObject { ["code"] = "throw null;" });
        kernel.Client.SendFrames("shell", [frames[0], new string('0', 64), .. frames[2..]]);
        kernel.Client.SendFrames("shell", [frames[0], "", .. frames[2..]]);
        kernel.Client.SendFrames("shell", "garbage");
        kernel.Client.SendFrames("control", "<IDS|MSG>");
        kernel.Client.SendFrames("stdin", "\0\u0001");
        Assert.Equal("ok", kernel.Client.Execute("1").Reply.Status);
        Assert.Equal(2, kernel.Log.Count(line => line.Contains("signature is wrong")));
        Assert.Contains(kernel.Log, line => line.Contains("shell") && line.Contains("no Jupyter message"));
    }

    [Fact]
    public async Task A_signed_message_that_is_not_what_it_should_be_is_dropped()
    {
        await using var kernel = new KernelHarness(key: "");
        kernel.Client.SendFrames("shell", "<IDS|MSG>", "", "{oops", "{}", "{}", "{}");
        kernel.Client.SendFrames("shell", "<IDS|MSG>", "", "[]", "{}", "{}", "{}");
        kernel.Client.SendFrames("shell", "<IDS|MSG>", "", "{\"msg_type\":7}", "{}", "{}", "{}");
        Assert.Equal("ok", kernel.Client.Execute("1").Reply.Status);
        Assert.Equal(3, kernel.Log.Count(line => line.Contains("dropped")));
    }

    [Fact]
    public async Task A_message_that_somebody_recorded_is_not_taken_again()
    {
        await using var kernel = new KernelHarness();
        var frames = kernel.Client.Frames("once", "execute_request", new JsonObject { ["code"] = "1" });
        kernel.Client.SendFrames("shell", frames);
        Assert.Equal("ok", kernel.Client.Receive("shell").Status);
        kernel.Client.SendFrames("shell", frames);
        Assert.Equal(2, kernel.Client.Execute("1").Reply.Content.GetProperty("execution_count").GetInt32());
        Assert.Contains(kernel.Log, line => line.Contains("it came before"));
    }

    [Fact]
    public async Task The_heartbeat_echoes()
    {
        await using var kernel = new KernelHarness();
        using var heart = ZmtpTestClient.Join(kernel.Connection.Endpoint(kernel.Connection.HeartbeatPort), "REQ");
        heart.Send("", "ping");
        Assert.Equal(["", "ping"], heart.Receive());
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_no_socket_stays_open()
    {
        await using var kernel = new KernelHarness();
        var wanted = new JupyterConnection { ControlPort = kernel.Connection.ShellPort };
        var failure = Assert.Throws<IOException>(() => JupyterKernel.Bind(wanted));
        Assert.Contains($"127.0.0.1:{kernel.Connection.ShellPort}", failure.Message);
    }

    /// <summary>Waits until the cell's code runs.</summary>
    private static void Begin(JupyterTestClient client, string id)
    {
        while (client.Receive("iopub") is var message && !(message.ParentId == id && message.Type == "stream"))
        {
        }
    }

    private static IEnumerable<string?> History(JupyterTestClient client, JsonObject content) =>
        client.Ask("history_request", content).Content.GetProperty("history").EnumerateArray().Select(entry => entry[2].GetString());

    [Fact]
    public async Task Strangers_neither_keep_clients_out_nor_silence_a_channel()
    {
        await using var kernel = new KernelHarness();
        var shell = kernel.Connection.Endpoint(kernel.Connection.ShellPort);
        var signer = new MessageSigner(kernel.Connection.Key);
        var idle = Enumerable.Range(0, 300).Select(_ => ZmtpTestClient.Connect(shell)).ToArray();
        using (var large = ZmtpTestClient.Join(shell, "DEALER"))
        {
            // 250 MB are announced.
            large.Write(2, 0, 0, 0, 0, 0x0f, 0, 0, 0);
            Assert.True(large.IsClosedByPeer());
        }

        using var second = new JupyterTestClient(kernel.Connection, "second");
        Assert.Equal("ok", second.Ask("kernel_info_request").Status);

        // A type with half of a surrogate pair, rightly signed.
        var frames = second.Frames("1", "TYPE");
        frames[2] = frames[2].Replace("TYPE", "\\ud800", StringComparison.Ordinal);
        frames[1] = Encoding.ASCII.GetString(signer.Sign([.. frames[2..].Select(frame => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(frame))]));
        second.SendFrames("shell", frames);
        second.SendFrames("shell", second.Frames("2", "execute_request", new JsonObject { ["code"] = 5 }));
        Assert.Equal("ok", kernel.Client.Ask("kernel_info_request").Status);
        Assert.Equal("2", Assert.Single(kernel.Client.Execute("1 + 1").Outputs).Data());
        Array.ForEach(idle, client => client.Dispose());
    }
}
