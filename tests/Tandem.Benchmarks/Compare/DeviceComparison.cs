using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>An epoch and an evaluation on each device that this machine and this build have, and the memory that an epoch of large batches takes.</summary>
internal static class DeviceComparison
{
    private const int LargeBatch = 65_536;

    public static void Run(CompareContext context)
    {
        var before = Device.Current;
        try
        {
            var devices = Available(context.Figures);
            Compare(context, devices);
            foreach (var (name, device) in devices)
            {
                TakeLargeBatches(context, name, device);
            }
        }
        finally
        {
            Device.Use(before);
        }
    }

    private static List<(string Name, IDevice Device)> Available(FigureWriter figures)
    {
        var devices = new List<(string, IDevice)>();
        foreach (var name in (string[])["cpu", "torch-cpu", "cuda"])
        {
            try
            {
                Device.Use(name);
                devices.Add((name, Device.Current));
                figures.Note($"{name}_device", Device.Current.Name);
            }
            catch (DeviceUnavailableException problem)
            {
                figures.LeftOut($"figures of {name}", problem.Message);
            }
        }

        return devices;
    }

    private static void Compare(CompareContext context, List<(string Name, IDevice Device)> devices)
    {
        var (data, contest) = (context.MovieLens, context.Contest());
        foreach (var (name, device) in devices)
        {
            Device.Use(device);
            var model = TwoTowerModel.Create(data, CompareContext.Dimension);
            contest.Add($"{name}_epoch", () => On(device, () => model.Fit(data.Train, epochs: 1, CompareContext.BatchSize, callbacks: [])));
            contest.Add($"{name}_evaluate", () => On(device, () => model.Evaluate(data.Test, batchSize: CompareContext.BatchSize)));
            Timing.WarmUp(() => model.Fit(data.Train, epochs: 1, CompareContext.BatchSize, callbacks: []));
            Timing.WarmUp(() => model.Evaluate(data.Test, batchSize: CompareContext.BatchSize));
        }

        var samples = contest.Run(context.Rounds);
        foreach (var (name, _) in devices)
        {
            context.Figures.Figure($"{name}_epoch_s", samples.Median($"{name}_epoch"));
            context.Figures.Figure($"{name}_epoch_over_cpu", samples.Ratio($"{name}_epoch", "cpu_epoch"));
            context.Figures.Figure($"{name}_evaluate_s", samples.Median($"{name}_evaluate"));
            context.Figures.Figure($"{name}_evaluate_over_cpu", samples.Ratio($"{name}_evaluate", "cpu_evaluate"));
        }
    }

    private static double On(IDevice device, Action action)
    {
        Device.Use(device);
        return Timing.Seconds(action);
    }

    private static void TakeLargeBatches(CompareContext context, string name, IDevice device)
    {
        Device.Use(device);
        var model = TwoTowerModel.Create(context.MovieLens, CompareContext.Dimension);
        PeakMemory.Forget();
        context.Figures.Figure($"{name}_epoch_of_65536_s", Timing.Seconds(() => model.Fit(context.MovieLens.Train, epochs: 1, LargeBatch, callbacks: [])));
        if (PeakMemory.Megabytes(device) is { } megabytes)
        {
            context.Figures.Figure($"{name}_epoch_of_65536_peak_mb", megabytes);
        }
    }
}
