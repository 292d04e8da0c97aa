using Tandem.Tensors;
using Tandem.Tests;
using TorchSharp;

namespace Tandem.Torch.Tests;

/// <summary>Training with libtorch against training with the library's own kernels, from the same seed.</summary>
public sealed class MovieLensTrainingTests : IDisposable
{
    private const int Epochs = 5;
    private const int Seed = 42;

    private readonly IDevice _before = Device.Current;

    public void Dispose() => Device.Use(_before);

    [Fact]
    public void The_sample_trains_alike_with_libtorch_and_leaves_no_tensor_behind() => TrainsAlike(TorchDevices.Cpu, Datasets.MovieLensSample(), batchSize: 1024);

    [Fact]
    public void MovieLens_1M_trains_alike_with_libtorch_and_leaves_no_tensor_behind() => TrainsAlike(TorchDevices.Cpu, MovieLens1M(), batchSize: 8192);

    [Fact]
    public void MovieLens_1M_trains_alike_on_a_gpu_and_leaves_no_tensor_behind() => TrainsAlike(TorchDevices.Gpu, MovieLens1M(), batchSize: 8192);

    [Fact]
    public void A_batch_of_65_536_fits_on_a_gpu()
    {
        var (history, _) = Train(TorchDevices.Gpu, MovieLens1M(), batchSize: 65_536, epochs: 1);
        Assert.True(double.IsFinite(history["loss"][0]));
    }

    private static void TrainsAlike(TorchDevice device, MovieLens data, int batchSize)
    {
        var (expected, _) = Train(Device.Cpu, data, batchSize, Epochs);
        var (actual, live) = Train(device, data, batchSize, Epochs);

        Assert.All(expected["loss"].Zip(actual["loss"]), losses => Assert.Equal(losses.First, losses.Second, 1e-4 * losses.First));
        Assert.All(live, count => Assert.Equal(live[0], count));
    }

    /// <returns>What the epochs measured, and how many of libtorch's tensors lived at the end of each.</returns>
    private static (History History, IReadOnlyList<long> Live) Train(IDevice device, MovieLens data, int batchSize, int epochs)
    {
        Device.Use(device);
        var (train, test) = data.Ratings.Join(data.Movies, on: "movie_id").Select("user_id", "movie_title").Shuffle(Seed).Split(0.75);
        var counter = new LiveTensors();
        var history = MovieLensModel.Create(data, Seed).Fit(train, epochs, batchSize, validation: test, seed: Seed, callbacks: [counter]);
        return (history, counter.Counts);
    }

    private static MovieLens MovieLens1M()
    {
        TestData.File("ml-1m", "ratings.dat");
        return Datasets.MovieLens1M(TestData.Folder);
    }

    private sealed class LiveTensors : Callback
    {
        public List<long> Counts { get; } = [];

        public override void OnEpochEnd(int epoch, MetricValues values) => Counts.Add(torch.Tensor.TotalCount);
    }
}
