using System.Reflection;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Every layer, feature and preprocessing step of the library comes back from a file with the same bits; a new one without a kind, or without an example here, fails.</summary>
public sealed class SavedKindsTests
{
    private static readonly StringColumn _names = new("name", ["b", "a", "c", "b", "a", "b"]);
    private static readonly LongColumn _numbers = (LongColumn)Column.Of("number", [30L, 10, 20, 30, 10, 40]);
    private static readonly StringColumn _texts = new("text", ["One two.", "two; three", "three four five", "two", "one", ""]);
    private static readonly Table _rows = Table.FromColumns(_names, _numbers, _texts, Column.Of("price", [1.5, 2, 3, 4, 5, 6]), new StringColumn("item", ["x", "y", "x", "z", "y", "y"]));
    private static readonly Tensor _inputs = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (i % 7) - 2.5f)], new Shape(4, 6));

    /// <summary>An object of each type, what it computes, and that of it once more.</summary>
    private static readonly Example[] _examples =
    [
        Example.Of(StringLookup.Adapt(_names, "", outOfVocabularyIndices: 2, tfIdf: true), lookup => [.. lookup.Apply(_names), .. lookup.Encode(_names, EncodingMode.TfIdf).ToArray()]),
        Example.Of(IntegerLookup.Adapt(_numbers, maskValue: 10, tfIdf: true), lookup => [.. lookup.Apply(_numbers), .. lookup.Encode(_numbers, EncodingMode.TfIdf).ToArray()]),
        Example.Of(Normalization.Adapt(_numbers, _rows["price"]), normalization => normalization.Apply(_numbers, _rows["price"]).ToArray()),
        Example.Of(Discretization.Adapt(_numbers, 3), discretization => Floats(discretization.Apply(_numbers))),
        Example.Of(new Hashing(5, "a", (ulong.MaxValue, 7)), hashing => Floats(hashing.Apply(_names))),
        Example.Of(new HashedCrossing(4), crossing => Floats(crossing.Apply(_names, _numbers))),
        Example.Of(new CategoryEncoding(3, EncodingMode.TfIdf, [0.5f, 1, 2]), encoding => encoding.Apply([0, 2, 1]).ToArray()),
        Example.Of(
            TextVectorization.Adapt(_texts, new TextOptions { LargestNGram = 2, Length = 3, Separator = " " }, tfIdf: true),
            text => [.. Floats(text.Apply(_texts).Ids), .. text.InverseDocumentFrequencies]),
        Example.Of(new Bags([0, 2, 2, 3], [4, 1, 0], [0.5f, 1, 2]), bags => [.. Floats(bags.Offsets), .. Floats(bags.Ids), .. bags.Weights]),
        Example.Of(
            Table.FromColumns(
                new StringColumn("text", ["a", null, ""]), Column.Of<long?>("long", [7, null, long.MinValue]), Column.Of<double?>("double", [null, double.NaN, -0.5]),
                Column.Of<bool?>("bool", [true, false, null]), Column.Of<DateTime?>("time", [null, DateTime.UnixEpoch, DateTime.MaxValue])),
            table => Floats([.. table.Columns.SelectMany(column => Enumerable.Range(0, 3).Select(row => (column[row], column.Type, column.Name).GetHashCode()))])),
        Example.Of(Histories(), histories => [.. Floats(histories.Bags.Ids), .. Floats(histories.Users.Apply(_names)), .. Floats(histories.Items.Apply(_rows["item"]))]),

        Example.OfFeature(Feature.Id("name", _names, 3)),
        Example.OfFeature(Feature.Indexed("number", IntegerLookup.Adapt(_numbers), 2)),
        Example.OfFeature(Feature.Cross(["name", "number"], 5, 2)),
        Example.OfFeature(Feature.Text("text", _texts, 3)),
        Example.OfFeature(Feature.List("text", " ", new StringLookup(["two", "three"]), 3, Pooling.Sum)),
        Example.OfFeature(Feature.Normalized("price", _rows["price"])),
        Example.OfFeature(Feature.OneHot("name", _names)),
        Example.OfFeature(Feature.Fixed("name", Table.FromColumns(new StringColumn("name", ["a", "c"]), Column.Of("x", [0.5, 1]), Column.Of("y", [2.0, 3])))),
        Example.OfFeature(Feature.Time("number", TimePart.HourOfDay, TimePart.DayOfWeek)),
        Example.OfFeature(Unified().Features[1]),
        Example.Of(Unified(), layer => [.. layer.Parameters.SelectMany(table => table.Value.ToArray()), .. Tower.Of(layer.Add("name", 3)).Embed(_rows).ToTensor().ToArray()]),
        Example.OfFeature(Feature.History("name", Histories(), 3, Pooling.SqrtN, leaveOut: "item")),
        Example.Of(Tower.Of(Feature.Id("name", _names, 3), Feature.Number("price")).WithDense(4, Activation.Relu).WithDense(2), tower => tower.Embed(_rows).ToTensor().ToArray()),

        Example.Of(new Embedding("table", 5, 2, paddingId: 1), layer => layer.Apply(Bags.Of([0, 1, 4], [], [2])).ToArray()),
        Example.OfLayer(new Dense("dense", 6, 3, Activation.Gelu)),
        Example.OfLayer(new Mlp("mlp", 6, [4, 2], Activation.Tanh, Activation.Sigmoid, useBias: false)),
        Example.OfLayer(new Cross("cross", 6, projectionDimension: 2, diagonalScale: 0.5f, preactivation: Activation.Tanh)),
        Example.OfLayer(new MultiLayerDcn("dcn", 6, projectionDimension: 2, layers: 3)),
        Example.OfLayer(new DotInteraction("dot", 3, 2, selfInteraction: true)),
        Example.OfLayer(new LayerNormalization("layer_norm", 6, 0.1f)),
        Example.OfLayer(Trained(new BatchNormalization("batch_norm", 6, 0.5f, 0.1f))),
        Example.OfLayer(new UnitNormalization("unit", 6)),
        Example.Of(Trained(new Dropout("dropout", 6, 0.5f, seed: 3)), layer => [.. layer.Apply(_inputs, training: true).ToArray(), layer.Rate]),
        Example.Of(new Mmoe("mmoe", 6, 2, 3, [4]), layer => [.. layer.Apply(_inputs).SelectMany(task => task.ToArray())]),
        Example.Of(new Ple("ple", 6, 2, 2, 1, [4], 2), layer => [.. layer.Apply(_inputs).SelectMany(task => task.ToArray())]),
    ];

    public static TheoryData<string> Types => [.. SavedTypes().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_kind_comes_back_with_the_same_bits(string type)
    {
        var example = _examples.FirstOrDefault(example => example.Value.GetType().Name == type);
        Assert.True(example is not null, $"{type} needs a kind (SavedKinds) and an example here.");
        using var folder = new TemporaryFolder();
        var path = folder.File("object.tandem");
        using var noGradient = new NoGradient();
        SavedObjects.Save(path, example.Value);
        // What a layer counts or averages while it computes must not move before the other one is made.
        var loaded = SavedObjects.Load<object>(path);

        Assert.Equal(example.Compute(example.Value), example.Compute(loaded));
        SavedObjects.Save(folder.File("again.tandem"), SavedObjects.Load<object>(path));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder.File("again.tandem")));
    }

    /// <summary>Layers but for tasks, which have nothing to save, and what turns columns into numbers.</summary>
    private static IEnumerable<Type> SavedTypes() => typeof(Layer).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && (type.IsSubclassOf(typeof(Layer)) ? !IsTask(type) : Preprocesses(type)))
        .Concat([typeof(Bags), typeof(Histories), typeof(CategoryEncoding)])
        .Distinct();

    private static bool IsTask(Type type) => type.Namespace == typeof(Retrieval).Namespace && type.GetMethod("Loss") is not null;

    private static bool Preprocesses(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Any(method => method.Name == "Apply" && method.GetParameters() is [var parameter, ..]
            && (parameter.ParameterType == typeof(Column) || parameter.ParameterType == typeof(ReadOnlySpan<Column>)));

    private static Histories Histories() => Tandem.Histories.From(_rows, "name", "item", StringLookup.Adapt(_rows["item"]));

    private static UnifiedEmbedding Unified()
    {
        var layer = new UnifiedEmbedding("shared", bucketsPerTable: 7, dimensionPerTable: 2, tables: 2);
        layer.Add("name", 2);
        layer.Add("item", 1);
        return layer;
    }

    private static T Trained<T>(T layer)
        where T : TensorLayer
    {
        layer.Apply(_inputs, training: true);
        return layer;
    }

    private static float[] Floats(ReadOnlySpan<int> values) => Array.ConvertAll(values.ToArray(), value => (float)value);

    private sealed record Example(object Value, Func<object, float[]> Compute)
    {
        public static Example Of<T>(T value, Func<T, float[]> compute)
            where T : class => new(value, same => compute((T)same));

        public static Example OfLayer(TensorLayer layer) => new(layer, same => ((TensorLayer)same).Apply(_inputs, training: false).ToArray());

        public static Example OfFeature(Feature feature) => new(feature, same => Tower.Of((Feature)same).Embed(_rows).ToTensor().ToArray());
    }
}
