using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>The two-tower model of the first notebook, over columns "user" and "item".</summary>
internal sealed class TwoTowerModel(Tower users, Tower items, Retrieval task) : Model
{
    public static TwoTowerModel Create(Table corpus, Column userIds, int dimension = 8)
    {
        var items = Tower.Of(Feature.Id("item", corpus["item"], dimension));
        return new TwoTowerModel(Tower.Of(Feature.Id("user", userIds, dimension)), items, new Retrieval(new FactorizedTopK(corpus, items)));
    }

    protected override Tensor ComputeLoss(Batch batch, bool training) =>
        task.Loss(users.Embed(batch), items.Embed(batch), computeMetrics: !training);

    protected override Tensor ComputePrediction(Batch batch) =>
        (users.Embed(batch).ToTensor() * items.Embed(batch).ToTensor()).SumColumns();
}
