using System.Text.Json;
using Tandem.Tensors;

namespace Tandem.Tests.Features;

/// <summary>Every case of the family, for whatever seed the folder of golden values holds.</summary>
public sealed class PreprocessingGoldenTests
{
    public static TheoryData<string> Names => [.. Golden.Cases("features").Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Keras_golden_values_are_met(string name)
    {
        var golden = Golden.Case("features", name);
        var run = new Case(golden.GetProperty("params"), golden.GetProperty("inputs"), golden.GetProperty("expected"));
        Action check = name switch
        {
            "integer_lookup" => run.IntegerLookup,
            "normalization_timestamps" => run.NormalizationOfTimes,
            "discretization_boundaries" => run.DiscretizationOfBoundaries,
            "discretization_adapt" => run.DiscretizationOfQuantiles,
            "text_embedding_average_pooling" => run.AveragePooling,
            _ when name.StartsWith("string_lookup", StringComparison.Ordinal) => run.StringLookup,
            _ when name.StartsWith("normalization", StringComparison.Ordinal) => run.Normalization,
            _ when name.StartsWith("text_vectorization", StringComparison.Ordinal) => run.TextVectorization,
            _ when name.StartsWith("category_encoding", StringComparison.Ordinal) => run.CategoryEncoding,
            _ => throw new ArgumentException($"No test knows the case {name}."),
        };
        check();
    }

    private sealed record Case(JsonElement Parameters, JsonElement Inputs, JsonElement Expected)
    {
        public void StringLookup()
        {
            var outOfVocabulary = Integer("num_oov_indices") ?? 1;
            var lookup = Parameters.TryGetProperty("vocabulary", out _)
                ? new StringLookup(Parameters.Strings("vocabulary"), outOfVocabularyIndices: outOfVocabulary)
                : Tandem.StringLookup.Adapt(Texts("adapt"), Text("mask_token"), outOfVocabulary, Integer("max_tokens"));
            if (Mode() is not { } mode)
            {
                Assert.Equal(Expected.Strings("vocabulary"), lookup.Vocabulary);
                Assert.Equal(Expected.Integers("indices"), lookup.Apply(Texts("query")));
            }
            else if (mode == EncodingMode.OneHot)
            {
                AssertOutput(lookup.Encode(Texts("query"), mode));
            }
            else
            {
                var lists = Inputs.GetProperty("query").EnumerateArray().Select(list => list.EnumerateArray().Select(text => text.GetString()!));
                AssertOutput(lookup.Encode(lookup.Apply(lists), mode));
            }
        }

        public void IntegerLookup()
        {
            var lookup = Tandem.IntegerLookup.Adapt(Integers("adapt"));

            Assert.Equal(Expected.Integers("vocabulary"), lookup.Vocabulary.ToArray().Select(value => (int)value));
            Assert.Equal(Expected.Integers("indices"), lookup.Apply(Integers("query")));
        }

        public void Normalization()
        {
            var normalization = Tandem.Normalization.Adapt(Columns("adapt"));

            GoldenValues.AssertClose(Expected.Flat("mean"), [.. normalization.Means.ToArray().Select(value => (float)value)], 1e-5);
            GoldenValues.AssertClose(Expected.Flat("variance"), [.. normalization.Variances.ToArray().Select(value => (float)value)], 1e-5);
            AssertOutput(normalization.Apply(Columns("query")));
        }

        /// <summary>Unix seconds: the reference rounds times to 128 seconds and their mean to a few times that, we do not.</summary>
        public void NormalizationOfTimes()
        {
            const double rounding = 4 * 128;
            var normalization = Tandem.Normalization.Adapt(Columns("adapt"));
            var values = Doubles("adapt");
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

            Assert.Equal(mean, normalization.Means[0], 1e-3);
            Assert.Equal(deviation, Math.Sqrt(normalization.Variances[0]), 1e-3);
            var output = normalization.Apply(Columns("query")).ToArray();
            GoldenValues.AssertClose([.. Doubles("query").Select(value => (float)((value - mean) / deviation))], output, 1e-6);
            Assert.Equal(Expected.Flat("mean")[0], mean, rounding);
            Assert.All(Expected.Flat("output").Zip(output), pair => Assert.Equal(pair.First, pair.Second, rounding / deviation));
        }

        public void DiscretizationOfBoundaries()
        {
            var boundaries = Parameters.GetProperty("bin_boundaries").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Assert.Equal(Expected.Integers("indices"), new Discretization(boundaries).Apply(Column.Of("query", Doubles("query"))));
        }

        /// <summary>Exact quantiles, where the reference has a sketch that is exact up to epsilon in rank.</summary>
        public void DiscretizationOfQuantiles()
        {
            var buckets = Integer("num_bins")!.Value;
            var values = Doubles("adapt");
            var discretization = Discretization.Adapt(Column.Of("adapt", values), buckets);

            var allowed = Math.Ceiling(Parameters.GetProperty("epsilon").GetDouble() * values.Length);
            var expected = Expected.Flat("boundaries");
            Assert.Equal(expected.Length, discretization.Boundaries.Length);
            Assert.All(expected.Zip(discretization.Boundaries.ToArray()), pair => Assert.InRange(Rank(pair.First) - Rank(pair.Second), -allowed, allowed));
            Assert.All(Expected.Integers("indices").Zip(discretization.Apply(Column.Of("query", Doubles("query")))), pair => Assert.InRange(pair.First - pair.Second, -1, 1));

            int Rank(double boundary) => values.Count(value => value < boundary);
        }

        public void TextVectorization()
        {
            var mode = Mode();
            var options = new TextOptions { LargestNGram = Integer("ngrams") ?? 1, Length = Integer("output_sequence_length") };
            var text = Tandem.TextVectorization.Adapt(Texts("adapt"), options, Integer("max_tokens"), tfIdf: mode == EncodingMode.TfIdf);

            // Keras lists the padding only where it can occur.
            Assert.Equal(Expected.Strings("vocabulary"), text.Vocabulary[(mode is null ? 0 : 1)..]);
            if (mode is null)
            {
                Assert.Equal(Expected.Flat("output"), text.Apply(Texts("query")).ToPadded(options.Length).Cast<int>().Select(index => (float)index));
            }
            else
            {
                AssertOutput(text.Encode(Texts("query"), mode.Value));
            }
        }

        /// <summary>The average over an empty text is NaN in the reference and zeros here.</summary>
        public void AveragePooling()
        {
            var text = Tandem.TextVectorization.Adapt(Texts("adapt"), maxTokens: Integer("max_tokens"));
            var rows = Inputs.Matrix("embeddings");
            var layer = new Embedding(new Parameter("tokens", Tensor.From(rows.Flatten(), new Shape(rows.Length, rows[0].Length))), paddingId: 0);

            float[] expected = [.. Expected.Flat("output").Select(value => float.IsNaN(value) ? 0 : value)];
            GoldenValues.AssertClose(expected, layer.Apply(text.Apply(Texts("query"))).ToArray(), 1e-5);
            var padded = text.Apply(Texts("query")).ToPadded();
            var bags = Bags.Of(Enumerable.Range(0, padded.GetLength(0)).Select(row => Enumerable.Range(0, padded.GetLength(1)).Select(i => padded[row, i])));
            GoldenValues.AssertClose(expected, layer.Apply(bags).ToArray(), 1e-5);
        }

        public void CategoryEncoding()
        {
            var encoding = new CategoryEncoding(Integer("num_tokens")!.Value, Mode()!.Value);
            var query = Inputs.GetProperty("query");
            AssertOutput(query[0].ValueKind == JsonValueKind.Number
                ? encoding.Apply(Inputs.Integers("query"))
                : encoding.Apply(Bags.Of(query.EnumerateArray().Select(list => list.EnumerateArray().Select(index => index.GetInt32())))));
        }

        private void AssertOutput(Tensor output)
        {
            GoldenValues.AssertClose(Expected.Flat("output"), output.ToArray(), 1e-5);
            Assert.Equal(Expected.GetProperty("output").GetArrayLength(), output.Shape[0]);
        }

        private EncodingMode? Mode() => Text("output_mode") switch
        {
            "one_hot" => EncodingMode.OneHot,
            "multi_hot" => EncodingMode.MultiHot,
            "count" => EncodingMode.Count,
            "tf_idf" => EncodingMode.TfIdf,
            _ => null,
        };

        private int? Integer(string parameter) => Parameters.TryGetProperty(parameter, out var value) ? value.GetInt32() : null;

        private string? Text(string parameter) => Parameters.TryGetProperty(parameter, out var value) ? value.GetString() : null;

        private Column Texts(string input) => Column.Of(input, Inputs.Strings(input));

        private Column Integers(string input) => Column.Of(input, Inputs.Integers(input));

        private double[] Doubles(string input) => [.. Inputs.GetProperty(input).EnumerateArray().Select(value => value.GetDouble())];

        /// <summary>The columns of a matrix, or a vector as one.</summary>
        private Column[] Columns(string input)
        {
            var rows = Inputs.GetProperty(input).EnumerateArray()
                .Select(row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(value => value.GetDouble()).ToArray() : [row.GetDouble()]).ToArray();
            return [.. Enumerable.Range(0, rows[0].Length).Select(column => Column.Of($"{input}_{column}", rows.Select(row => row[column])))];
        }
    }
}
