using System.Globalization;
using Tandem.Tensors;

namespace Tandem.Tests.Data;

public class BabyshopSampleTests
{
    private static readonly Babyshop _sample = BabyshopSample.Generate(new DataSource(Datasets.Info("babyshop")));

    [Fact]
    public void It_has_the_columns_of_the_publishers_files()
    {
        string[] pair =
        [
            "user_no:String", "item_no:String", "gender_description:String", "brand:String", "product_group:String", "first_interaction_month:Long",
        ];
        Assert.Equal(pair, Samples.Schema(_sample.Train));
        Assert.Equal(pair, Samples.Schema(_sample.Test));
        Assert.Equal(
            ["item_no:String", "colour:String", "gender_description:String", "brand:String", "product_group:String", "min_age:Double", "max_age:Double"],
            Samples.Schema(_sample.Items));
        Assert.Equal(["user_no:String", "country:String", "aov:Double", "avg_markdown:Double"], Samples.Schema(_sample.Users));
    }

    [Fact]
    public void It_never_changes() => Assert.Equal("8e03c85ff5b801c3", Samples.Checksum(_sample.Train, _sample.Test, _sample.Items, _sample.Users));

    [Fact]
    public void No_pair_occurs_twice_nor_in_both_tables()
    {
        Assert.Equal((40_000, 6_000, 2_500), (_sample.Train.RowCount, _sample.Test.RowCount, _sample.Items.RowCount));
        var all = _sample.Train.Select("user_no", "item_no").Concat(_sample.Test.Select("user_no", "item_no"));
        Assert.Equal(46_000, all.Distinct("user_no", "item_no").RowCount);
        Assert.Equal(3_000, all.Distinct("user_no").RowCount);
    }

    [Fact]
    public void Ids_are_signed_64_bit_numbers_in_text()
    {
        foreach (var column in (Column[])[_sample.Items["item_no"], _sample.Users["user_no"]])
        {
            var ids = Enumerable.Range(0, column.Length).Select(row => long.Parse(column.Text(row)!, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
            Assert.InRange(ids.Count(id => id < 0), ids.Length / 3, ids.Length * 2 / 3);
        }
    }

    [Fact]
    public void Pairs_describe_their_items_as_the_catalogue_does()
    {
        var pairs = _sample.Train.Select("item_no", "gender_description", "brand", "product_group").Distinct("item_no", "gender_description", "brand", "product_group");
        Assert.Equal(_sample.Train.Distinct("item_no").RowCount, pairs.RowCount);
        Assert.Equal(pairs.RowCount, pairs.Join(_sample.Items.Select("item_no", "gender_description", "brand", "product_group"), on: ["item_no", "gender_description", "brand", "product_group"]).RowCount);
        Assert.Equal(["boys", "girls", "unisex"], Texts(_sample.Items.Distinct("gender_description"), "gender_description").Order());
        Assert.True(_sample.Train.Distinct("brand").RowCount > 100, "the tutorial keeps the 100 brands most bought");
        Assert.True(_sample.Train.Distinct("product_group").RowCount > 50, "the tutorial keeps the 50 product groups most bought");
    }

    [Fact]
    public void Only_clothes_and_shoes_have_ages()
    {
        var (from, to) = (_sample.Items.Column<DoubleColumn>("min_age"), _sample.Items.Column<DoubleColumn>("max_age"));
        Assert.Equal(from.NullCount, to.NullCount);
        Assert.InRange(from.NullCount, 500, 1_250);
        Assert.All(Enumerable.Range(0, from.Length).Where(row => !from.IsNull(row)), row => Assert.True(from.Values[row] <= to.Values[row]));
        Assert.All(Enumerable.Range(0, from.Length).Where(row => _sample.Items["product_group"].Text(row) == "strollers"), row => Assert.True(from.IsNull(row)));
    }

    [Fact]
    public void The_year_ends_in_November_when_most_is_bought()
    {
        var months = _sample.Train.ValueCounts("first_interaction_month");
        Assert.Equal("11", months["first_interaction_month"].Text(0));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11L], months.Sort("first_interaction_month").Column<LongColumn>("first_interaction_month").Values);
    }

    [Fact]
    public void Ids_teach_more_than_the_best_sellers_and_brand_group_and_gender_teach_more_than_ids()
    {
        var bestUsers = Texts(_sample.Train.ValueCounts("user_no"), "user_no").Take(2_000).ToHashSet();
        var (train, test) = (_sample.Train.Where<string>("user_no", bestUsers.Contains), _sample.Test.Where<string>("user_no", bestUsers.Contains));
        var popularity = new Popularity(train["item_no"]).TopKAccuracy(test["item_no"], k: 100);
        var simple = TopHundred(train, test, Tower.Of(Feature.Id("item_no", train["item_no"], 32, seed: 2)));
        var hybrid = TopHundred(train, test, Tower.Of(
            Feature.Id("item_no", train["item_no"], 16, seed: 2),
            Feature.OneHot("gender_description", StringLookup.Adapt(train["gender_description"], outOfVocabularyIndices: 0)),
            Feature.Id("brand", train["brand"], 8, seed: 3),
            Feature.Id("product_group", train["product_group"], 5, seed: 4)));
        Assert.True(simple > 1.4 * popularity, $"ids {simple}, best-sellers {popularity}");
        Assert.True(hybrid > 1.3 * simple, $"with features {hybrid}, ids {simple}");
    }

    private static double TopHundred(Table train, Table test, Tower items)
    {
        var users = Tower.Of(Feature.Id("user_no", train["user_no"], 32, seed: 1));
        var model = new TwoTowers(users, items, new Retrieval(new FactorizedTopK(_sample.Items, items)));
        model.Compile(new Adagrad(learningRate: 0.1f));
        model.Fit(train, epochs: 3, batchSize: 4096, seed: 1);
        return model.Evaluate(test)[FactorizedTopK.NameAt(100)];
    }

    private static IEnumerable<string> Texts(Table table, string column) => Enumerable.Range(0, table.RowCount).Select(row => table[column].Text(row)!);

    private sealed class TwoTowers(Tower users, Tower items, Retrieval task) : Model
    {
        protected override Tensor ComputeLoss(Batch batch, bool training) =>
            task.Loss(users.Embed(batch), items.Embed(batch), computeMetrics: !training);
    }
}
