using Tandem.Tensors;

namespace Tandem.Tests.Features;

public sealed class TowerFeatureTests
{
    private static readonly Table _rows = Table.FromColumns(
        Column.Of("title", ["The Cool House", "cool", "", "the cool house", "The Cool House", "unseen"]),
        Column.Of("genres", ["Action|Comedy", "Drama", "Action|Comedy", "Drama", "Comedy", "Drama"]),
        Column.Of("year", [1990L, 2001, 1990, 1985, 2001, 1990]),
        Column.Of("price", [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]),
        Column.Of("gender", ["F", "M", "F", "F", "M", "F"]),
        Column.Of("time", [0L, 6 * 3600, 0, 12 * 3600, 18 * 3600, 0]));

    [Fact]
    public void A_text_is_the_mean_of_its_words_and_an_empty_one_zeros()
    {
        var feature = Feature.Text("title", Column.Of("title", ["the cool house", "cool"]), dimension: 3);
        var table = feature.Layer.Table.Value.ToArray();
        var embedded = Tower.Of(feature).Embed(_rows);

        Assert.Equal([0, 1, 2, 3, 0, 4], embedded.RowOf.ToArray());
        float[] Row(string word) => table.AsSpan(feature.Vectorization[word][0] * 3, 3).ToArray();
        var mean = Row("the").Zip(Row("cool"), Row("house")).Select(parts => (parts.First + parts.Second + parts.Third) / 3).ToArray();
        GoldenValues.AssertClose([.. mean, .. Row("cool"), 0, 0, 0, .. mean, .. Row("unseen")], embedded.Rows.ToArray(), 1e-5);
        Assert.Equal("title_text/embedding", feature.Parameters.Single().Name);
    }

    [Fact]
    public void A_text_can_be_the_sum_of_its_words()
    {
        var texts = Column.Of("title", ["cool house", "cool"]);
        var (mean, sum) = (Feature.Text("title", texts, 3), Feature.Text("title", texts, 3, pooling: Pooling.Sum));
        float[] First(Feature feature) => Tower.Of(feature).Embed(Table.FromColumns(texts)).Rows.ToArray()[..3];

        GoldenValues.AssertClose([.. First(mean).Select(value => 2 * value)], First(sum), 1e-5);
    }

    [Fact]
    public void A_list_of_genres_is_a_text_with_a_separator()
    {
        var feature = Feature.Text("genres", _rows["genres"], 2, options: new TextOptions { Standardization = TextStandardization.None, Separator = "|" });
        Assert.Equal(5, feature.Layer.VocabularySize);
        Assert.Equal([0, 1, 0, 1, 2, 1], Tower.Of(feature).Embed(_rows).RowOf.ToArray());
    }

    [Fact]
    public void A_list_of_ids_shares_the_embeddings_of_the_items()
    {
        var item = Feature.Id("item", new StringLookup(["a", "b"]), new Embedding(new Parameter("item/embedding", Tensor.From([9, 1, 2], new Shape(3, 1)))));
        var past = Table.FromColumns(Column.Of("past", (string?[])["a|b", null, "b||b", "", "b|?"]));

        Assert.Equal([1.5f, 0, 2, 0, 5.5f], Tower.Of(Feature.List("past", "|", item.Lookup, item.Layer)).Embed(past).ToTensor().ToArray());
        Assert.Equal([3f, 0, 4, 0, 11], Tower.Of(Feature.List("past", "|", item.Lookup, item.Layer, Pooling.Sum)).Embed(past).ToTensor().ToArray());
        var strict = Feature.List("past", "|", new StringLookup(["a", "b"], outOfVocabularyIndices: 0), dimension: 2);
        Assert.Contains("Column 'past': '?' is not in the vocabulary", Assert.Throws<ArgumentException>(() => Tower.Of(strict).Embed(past)).Message);
        Assert.Equal(2, Tower.Of(strict).Embed(past.Take(4)).Rows.Shape[1]);
        Assert.Throws<ArgumentException>(() => Feature.List("past", "", item.Lookup, 2));
    }

    [Fact]
    public void Texts_of_two_tables_are_not_taken_for_each_other()
    {
        var tower = Tower.Of(Feature.Text("title", _rows["title"], 3));
        var one = tower.Embed(Table.FromColumns(Column.Of("title", ["cool", "cool"])));
        var other = tower.Embed(Table.FromColumns(Column.Of("title", ["house", "house"])));

        Assert.NotEqual(one.Rows.ToArray(), other.Rows.ToArray());
        Assert.NotSame(one.Identity!.Space, other.Identity!.Space);
    }

    [Fact]
    public void Hashes_buckets_whole_numbers_and_crosses_have_an_embedding_an_index()
    {
        Feature[] features =
        [
            Feature.Hashed("title", bins: 50, dimension: 2),
            Feature.Bucketed("price", _rows["price"], buckets: 3, dimension: 2),
            Feature.Indexed("year", IntegerLookup.Adapt(_rows["year"], outOfVocabularyIndices: 2), dimension: 2),
            Feature.Id("gender", StringLookup.Adapt(_rows["gender"], outOfVocabularyIndices: 3), dimension: 2),
            Feature.Cross(["gender", "year"], bins: 1000, dimension: 2),
        ];

        Assert.Equal([50, 3, 5, 5, 1000], features.Select(feature => ((EmbeddedFeature)feature).Layer.VocabularySize));
        Assert.Equal([0, 1, 1, 2, 2, 2], Tower.Of(features[1]).Embed(_rows).RowOf.ToArray());
        Assert.Equal([0, 1, 0, 2, 1, 0], Tower.Of(features[2]).Embed(_rows).RowOf.ToArray());
        Assert.Equal([0, 1, 0, 0, 1, 0], Tower.Of(features[3]).Embed(_rows).RowOf.ToArray());
        Assert.Equal([0, 1, 0, 2, 1, 0], Tower.Of(features[4]).Embed(_rows).RowOf.ToArray());
        Assert.Equal("gender×year", features[4].Column);
        Assert.Equal(
            ["title_hashed/embedding", "price_bucketed/embedding", "year/embedding", "gender/embedding", "gender×year/embedding"],
            features.SelectMany(feature => feature.Parameters).Select(parameter => parameter.Name));
        Assert.Equal(new Shape(6, 10), Tower.Of(features).Embed(_rows).ToTensor().Shape);
    }

    [Fact]
    public void Numbers_are_normalised_and_merge_where_they_repeat()
    {
        var years = Tower.Of(Feature.Normalized("year", _rows["year"])).Embed(_rows);
        var prices = Tower.Of(Feature.Normalized("price", _rows["price"])).Embed(_rows);

        Assert.Equal([0, 1, 0, 2, 1, 0], years.RowOf.ToArray());
        Assert.Null(prices.Identity);
        var deviation = MathF.Sqrt(35 / 12f);
        GoldenValues.AssertClose([-2.5f / deviation, -1.5f / deviation, -0.5f / deviation, 0.5f / deviation, 1.5f / deviation, 2.5f / deviation], prices.Rows.ToArray(), 1e-5);
    }

    [Fact]
    public void One_hot_rows_are_fixed()
    {
        var tower = Tower.Of(Feature.OneHot("gender", new StringLookup(["F", "M"], outOfVocabularyIndices: 0)));
        Assert.Empty(tower.Parameters);
        Assert.Equal([1f, 0, 0, 1, 1, 0], tower.Embed(_rows.Take(3)).ToTensor().ToArray());
        Assert.Equal(3, Feature.OneHot("gender", _rows["gender"]).Dimension);
    }

    [Fact]
    public void Vectors_of_a_table_are_fixed_and_unknown_ids_have_zeros()
    {
        var oneHot = _rows.Select("gender", "genres").MultiHot("genres", "|");
        var tastes = oneHot.GroupBy("gender").Aggregate(oneHot.Columns.Skip(1).Select(genre => Aggregation.Mean(genre.Name)));
        var feature = Feature.Fixed("gender", tastes);
        var embedded = Tower.Of(feature).Embed(Table.FromColumns(Column.Of("gender", ["M", "?", "F"])));

        GoldenValues.AssertClose([0, 0.5f, 0.5f, 0, 0, 0, 0.5f, 0.5f, 0.5f], embedded.ToTensor().ToArray(), 1e-6);
        Assert.Empty(feature.Parameters);
        Assert.Equal("gender/vectors", feature.Buffers.Single().Key);
    }

    [Fact]
    public void An_id_is_the_mean_of_what_a_tower_makes_of_its_rows()
    {
        var sales = Table.FromColumns(Column.Of("user", ["ann", "bob", "ann", "ann"]), Column.Of("brand", ["x", "y", "y", "x"]), Column.Of("price", [1.0, 2, 3, 8]));
        var items = Tower.Of(Feature.OneHot("brand", new StringLookup(["x", "y"], outOfVocabularyIndices: 0)), Feature.Number("price"));

        var users = Tower.Of(Feature.MeanOf("user", sales, items));

        var embedded = users.Embed(Table.FromColumns(Column.Of("user", ["bob", "ann", "eve"])));
        GoldenValues.AssertClose([0, 1, 2, 2 / 3f, 1 / 3f, 4, 0, 0, 0], embedded.ToTensor().ToArray(), 1e-6);
        Assert.Empty(users.Parameters);
        var gaps = Table.FromColumns(Column.Of("user", new[] { "ann", null! }), Column.Of("brand", ["x", "y"]), Column.Of("price", [1.0, 2]));
        Assert.Contains("DropNulls", Assert.Throws<ArgumentException>(() => Feature.MeanOf("user", gaps, items)).Message);
    }

    [Fact]
    public void Vectors_that_do_not_fit_are_refused()
    {
        Assert.Contains("rows 0 and 2: 'F' has two vectors", Assert.Throws<ArgumentException>(() => Feature.Fixed("gender", _rows.Select("gender", "price"))).Message);
        Assert.Contains("no column beside", Assert.Throws<ArgumentException>(() => Feature.Fixed("price", _rows.Select("price"))).Message);
        Assert.Contains("3 rows", Assert.Throws<ArgumentException>(() => Feature.Fixed("gender", new StringLookup(["F", "M"]), Tensor.Zeros(new Shape(2, 2)))).Message);
    }

    [Fact]
    public void A_time_stands_on_the_circles_of_its_parts()
    {
        var tower = Tower.Of(Feature.Time("time", TimePart.HourOfDay));
        var embedded = tower.Embed(_rows);
        GoldenValues.AssertClose([0, 1, 1, 0, 0, 1, 0, -1, -1, 0, 0, 1], embedded.ToTensor().ToArray(), 1e-6);
        Assert.Equal(4, Feature.Time("time", TimePart.HourOfDay, TimePart.DayOfWeek).Dimension);
    }

    [Fact]
    public void Times_are_taken_apart()
    {
        // Thursday, 29 February 2024, 18:30.
        var times = Column.Of("t", [(DateTime?)new DateTime(2024, 2, 29, 18, 30, 0, DateTimeKind.Utc), null]);
        Assert.Equal([18, 3, 29, 60, 2], Enum.GetValues<TimePart>().Select(part => TimeParts.Of(times, part).Values[0]));
        Assert.True(TimeParts.Of(times, TimePart.HourOfDay, "hour").IsNull(1));
        Assert.Equal("t_DayOfWeek", TimeParts.Of(times, TimePart.DayOfWeek).Name);
        Assert.Equal(4, TimeParts.Of(Column.Of("s", (long[])[1 * 86400]), TimePart.DayOfWeek).Values[0]);

        foreach (var (part, share) in new[] { (TimePart.HourOfDay, 18.5 / 24), (TimePart.DayOfWeek, (3 + (18.5 / 24)) / 7), (TimePart.DayOfMonth, (28 + (18.5 / 24)) / 29), (TimePart.DayOfYear, (59 + (18.5 / 24)) / 366), (TimePart.MonthOfYear, (1 + ((28 + (18.5 / 24)) / 29)) / 12) })
        {
            var (sine, cosine) = TimeParts.Cycle(times.Take([0]), part);
            Assert.Equal((Math.Sin(2 * Math.PI * share), Math.Cos(2 * Math.PI * share)), (sine.Values[0], cosine.Values[0]), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-9);
        }
    }

    [Fact]
    public void Times_that_are_none_are_refused()
    {
        Assert.Contains("row 1: there is no time", Assert.Throws<ArgumentException>(() => TimeParts.Cycle(Column.Of("t", (long?[])[1, null]), TimePart.HourOfDay)).Message);
        Assert.Contains("milliseconds", Assert.Throws<ArgumentException>(() => TimeParts.Of(Column.Of("t", (long[])[1_700_000_000_000]), TimePart.HourOfDay)).Message);
        Assert.Contains("holds String", Assert.Throws<ArgumentException>(() => TimeParts.Of(Column.Of("t", (string[])["x"]), TimePart.HourOfDay)).Message);
        Assert.Throws<ArgumentException>(() => Feature.Time("t"));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeParts.Of(Column.Of("t", (long[])[1]), (TimePart)9));
        Assert.Throws<ArgumentException>(() => Feature.Time("t", TimePart.HourOfDay, TimePart.HourOfDay));
    }

    [Fact]
    public void Features_without_enough_rows_or_columns_are_refused()
    {
        var narrow = new Embedding("x", 2, 2);
        Assert.Contains("too few rows", Assert.Throws<ArgumentException>(() => Feature.Id("gender", StringLookup.Adapt(_rows["gender"]), narrow)).Message);
        Assert.Contains("too few rows", Assert.Throws<ArgumentException>(() => Feature.Indexed("year", new Hashing(3), narrow)).Message);
        Assert.Contains("at least two columns", Assert.Throws<ArgumentException>(() => Feature.Cross(["year"], 10, 2)).Message);
        Assert.Contains("the normalisation has 2", Assert.Throws<ArgumentException>(() => Feature.Normalized("x", new Normalization([0, 0], [1, 1]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Feature.Hashed("x", 0, 2));
        Assert.Throws<ArgumentException>(() => Feature.Number(""));
        Assert.Equal("column", Assert.Throws<ArgumentException>(() => Feature.Id("", StringLookup.Adapt(_rows["gender"]), 2)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Feature.Text("title", _rows["title"], 2, pooling: (Pooling)9));
    }

    public static TheoryData<string> Kinds => [.. _kinds.Keys];

    private static readonly Dictionary<string, Func<Feature>> _kinds = new()
    {
        ["text"] = () => Feature.Text("title", _rows["title"], 3),
        ["list"] = () => Feature.List("genres", "|", new StringLookup(["Action", "Drama"]), 3, Pooling.SqrtN),
        ["hashed"] = () => Feature.Hashed("genres", bins: 2, dimension: 3),
        ["bucketed"] = () => Feature.Bucketed("price", _rows["price"], 3, 2),
        ["integer"] = () => Feature.Indexed("year", IntegerLookup.Adapt(_rows["year"]), 2),
        ["cross"] = () => Feature.Cross(["gender", "year"], 20, 2),
        ["number"] = () => Feature.Number("year"),
        ["normalized"] = () => Feature.Normalized("year", _rows["year"]),
        ["one-hot"] = () => Feature.OneHot("gender", _rows["gender"]),
        ["time"] = () => Feature.Time("time", TimePart.HourOfDay, TimePart.DayOfWeek),
        ["unified"] = () => new UnifiedEmbedding("x", 3, 2, tables: 2).Add("genres", 3),
        ["history"] = () => Feature.History("gender", Histories.From(_rows, "gender", "genres", StringLookup.Adapt(_rows["genres"])), 3, leaveOut: "genres"),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_merged_in_a_batch_are_what_each_would_be_alone(string kind)
    {
        var tower = Tower.Of(_kinds[kind]());
        var batch = new Batch(_rows, new[] { 4, 0, 1, 2, 1, 0, 5, 3 });

        var embedded = tower.Embed(batch);

        Assert.Equal(batch.Rows.ToArray().SelectMany(row => tower.Embed(_rows.Slice(row, 1)).Rows.ToArray()), embedded.ToTensor().ToArray());
        // Four of the six times are of one row: not worth merging.
        Assert.True(embedded.Rows.Shape[0] < batch.Count || kind == "time");
        var pair = Tower.Of(_kinds[kind](), Feature.Id("gender", _rows["gender"], 2));
        Assert.Equal(batch.Rows.ToArray().SelectMany(row => pair.Embed(_rows.Slice(row, 1)).Rows.ToArray()), pair.Embed(batch).ToTensor().ToArray());
    }

    [Fact]
    public void All_kinds_of_features_train_together()
    {
        var items = Tower.Of(
            Feature.Text("title", _rows["title"], 3),
            Feature.Bucketed("price", _rows["price"], 3, 2),
            Feature.Cross(["gender", "year"], 20, 2),
            Feature.Normalized("year", _rows["year"]),
            Feature.OneHot("gender", _rows["gender"]),
            Feature.Time("time", TimePart.HourOfDay)).WithDense(4);
        var model = new Pairs(Tower.Of(Feature.Id("gender", _rows["gender"], 4)), items);
        model.Compile(new Adagrad(0.1f));
        var before = model.Parameters.Select(parameter => parameter.Value.ToArray()).ToArray();

        var history = model.Fit(_rows, epochs: 20, batchSize: 6, callbacks: []);

        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.All(model.Parameters.Zip(before), pair => Assert.NotEqual(pair.Second, pair.First.Value.ToArray()));
    }

    private sealed class Pairs(Tower users, Tower items) : Model
    {
        private readonly Retrieval _task = new();

        protected override Tensor ComputeLoss(Batch batch, bool training) => _task.Loss(users.Embed(batch), items.Embed(batch));
    }
}
