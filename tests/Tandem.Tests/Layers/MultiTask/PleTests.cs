namespace Tandem.Tests;

public sealed class PleTests
{
    [Theory]
    [InlineData(2, 1, 1, 1)]
    [InlineData(2, 2, 3, 1)]
    [InlineData(3, 1, 2, 2)]
    [InlineData(2, 2, 1, 3)]
    public void Outputs_and_gradients_are_those_of_the_formula(int tasks, int taskExperts, int sharedExperts, int levels) => MultiTaskReference.Check(
        new Ple("ple", inputs: 4, tasks, taskExperts, sharedExperts, expertUnits: [5, 3], levels),
        (reference, row) =>
        {
            var (ofTasks, shared) = (Enumerable.Repeat(row, tasks).ToArray(), row);
            for (var level = 0; level < levels; level++)
            {
                var own = ofTasks.Select((x, task) => Experts(reference, $"ple/level_{level}/task_{task}", taskExperts, x)).ToArray();
                var common = Experts(reference, $"ple/level_{level}/shared", sharedExperts, shared);
                var next = ofTasks.Select((x, task) => reference.Mixed($"ple/level_{level}/task_{task}/gate", x, [.. own[task], .. common])).ToArray();
                shared = level == levels - 1 ? shared : reference.Mixed($"ple/level_{level}/shared/gate", shared, [.. own.SelectMany(outputs => outputs), .. common]);
                ofTasks = next;
            }

            return ofTasks;
        },
        batch: 3,
        seed: 2);

    [Fact]
    public void The_last_level_has_no_gate_for_the_shared_part_since_nothing_reads_it()
    {
        var names = new Ple("ple", 4, tasks: 2, taskExperts: 1, sharedExperts: 1, [3]).Parameters.Select(parameter => parameter.Name).ToArray();
        Assert.Contains("ple/level_0/shared/gate/kernel", names);
        Assert.DoesNotContain("ple/level_1/shared/gate/kernel", names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    public void Numbers_that_are_not_positive_are_refused(int tasks, int taskExperts, int sharedExperts, int levels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ple("ple", 4, tasks, taskExperts, sharedExperts, [3], levels));

    private static double[][] Experts(MultiTaskReference reference, string name, int count, double[] row) =>
        [.. Enumerable.Range(0, count).Select(i => reference.Expert($"{name}/expert_{i}", row))];
}
