namespace Tandem.Notebooks.Tests;

public sealed class RunRecorderTests
{
    private static RunRecorder Recorder(RunOptions options)
    {
        var (document, plan) = RunPreparation.Prepare(DibFormat.Parse("#!csharp\n1\n#!csharp\n2\n", "test.dib"), options);
        return new RunRecorder(document, plan, options, progress: null);
    }

    private static string Text(CellRun cell) => string.Concat(cell.Outputs.OfType<StreamOutput>().Select(stream => stream.Text));

    [Fact]
    public void What_other_code_writes_is_kept_up_to_the_limit_of_each_cell()
    {
        var recorder = Recorder(new RunOptions { OutputLimit = 10 });
        foreach (var number in (int[])[1, 2])
        {
            recorder.Record(new CellStarted(number));
            for (var i = 0; i < 100; i++)
            {
                recorder.RecordRaw(new StreamOutput("1234", IsError: false));
            }

            recorder.Record(new CellEnded(number, RunStatus.Succeeded, TimeSpan.Zero));
        }

        recorder.Record(new RunEnded(TimeSpan.Zero, TimeSpan.Zero));
        Assert.All(recorder.Finish().Cells, cell => Assert.Equal("12341234\n(The rest of what other code wrote to the console is left out: it passed the limit of 10 bytes for a cell.)\n", Text(cell)));
    }

    [Fact]
    public void A_crash_between_cells_is_that_of_the_cell_that_ran_last_and_keeps_what_it_showed()
    {
        var recorder = Recorder(new RunOptions());
        recorder.Record(new CellStarted(1));
        recorder.Record(new CellShown(1, new StreamOutput("shown", IsError: false)));
        recorder.Record(new CellEnded(1, RunStatus.Succeeded, TimeSpan.Zero));
        recorder.Crash(planned => new CellFailure(planned.Number, "test.dib", 2, "1", "ProcessExit", "gone", []));
        var run = recorder.Finish();
        Assert.Equal([RunStatus.Crashed, RunStatus.NotRun], run.Cells.Select(cell => cell.Status));
        Assert.Equal((RunStatus.Crashed, "gone", "shown"), (run.Status, run.Failure!.Message, Text(run.Cells[0])));
    }

    [Fact]
    public void A_run_that_is_stopped_before_its_first_cell_stops_in_that()
    {
        var recorder = Recorder(new RunOptions());
        recorder.Stop(RunStatus.Interrupted);
        Assert.Equal("test.dib: interrupted in cell 1", recorder.Finish().Summary);
    }
}
