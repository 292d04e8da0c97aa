namespace Tandem.Tests;

/// <summary>Inner products of a model's factors in float64.</summary>
internal static class FactorReference
{
    public static double[] Scores(MatrixFactorization model, string user)
    {
        var (users, items, d) = (model.UserFactors.ToArray(), model.ItemFactors.ToArray(), model.Dimension);
        var row = model.Interactions.Users.Index().Single(other => other.Item == user).Index;
        return [.. Enumerable.Range(0, model.Count).Select(item => Enumerable.Range(0, d).Sum(k => (double)users[(row * d) + k] * items[(item * d) + k]))];
    }
}
