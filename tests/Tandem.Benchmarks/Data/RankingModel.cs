using Tandem.Tensors;

namespace Tandem.Benchmarks;

/// <summary>The ranking model of the Olist tutorial: both embeddings side by side through dense layers of 256, 64 and 1 units; squared error; Adagrad.</summary>
internal sealed class RankingModel(IdFeature customers, IdFeature items, Tower prediction) : Model
{
    private const int Dimension = 32;

    private readonly Ranking _task = new(new MeanSquaredError());

    /// <summary>A model ready to be fitted.</summary>
    public static RankingModel Create(RankingRows rows, float rate)
    {
        var customers = Feature.Id("customer", rows.AllCustomers, Dimension, seed: 1);
        var items = Feature.Id("item", rows.AllItems, Dimension, seed: 2);
        var model = new RankingModel(customers, items, Tower.Of(customers, items).WithMlp(256, 64, 1));
        model.Compile(new Adagrad(rate));
        return model;
    }

    /// <summary>The index of each row's customer and item in their tables.</summary>
    public (int[] Customers, int[] Items) Ids(Table rows) => (customers.Lookup.Apply(rows["customer"]), items.Lookup.Apply(rows["item"]));

    /// <inheritdoc/>
    protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(batch.Values("rating"), prediction.Embed(batch).ToTensor(), computeMetrics: !training);
}
