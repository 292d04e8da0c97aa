using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>
/// The retrieval task with every combination of its options, on random batches with repeated ids, against loops in float64: as the towers merge the
/// batch, row by row, and with the same loss chosen by name, which is computed from the matrix of logits.
/// </summary>
public sealed class RetrievalCombinationTests
{
    private enum Probabilities
    {
        None,
        OfIds,
        OfRows,
    }

    private enum Ids
    {
        Kept,
        OfTower,
        Given,
        SharedByRows,
        FinerThanRows,
    }

    private static readonly Options[] _combinations =
    [
        .. from probabilities in Enum.GetValues<Probabilities>()
           from ids in Enum.GetValues<Ids>()
           from weights in (bool[])[false, true]
           from mask in (bool[])[false, true]
           from hardNegatives in (bool[])[false, true]
           select new Options(probabilities, ids, weights, mask, hardNegatives),
    ];

    [Fact]
    public void Loss_and_gradients_are_those_of_the_definition_merged_and_unmerged() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            for (var i = 0; i < _combinations.Length; i++)
            {
                new RandomBatch(_combinations[i], unchecked(seed + (i * 7919)) & int.MaxValue).AssertAgrees();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    private sealed record Options(Probabilities Probabilities, Ids Ids, bool Weights, bool Mask, bool HardNegatives);

    /// <summary>Embeddings are eighths and temperatures powers of two: logits are the same numbers in float32 and float64, and ties are ties.</summary>
    private sealed class RandomBatch
    {
        private readonly Options _options;
        private readonly float[][] _userRows;
        private readonly float[][] _itemRows;
        private readonly int[] _users;
        private readonly int[] _items;
        private readonly float[] _weights;
        private readonly float[] _probabilities;
        private readonly string[]? _ids;
        private readonly bool[,]? _mask;
        private readonly float _temperature;
        private readonly int _hardNegatives;

        public RandomBatch(Options options, int seed)
        {
            var random = new SeededRandom(seed);
            int dimension = 1 + random.NextInt(9), queries = 1 + random.NextInt(24), candidates = Math.Max(2, queries + random.NextInt(8));
            _options = options;
            _userRows = Eighths(FixedTower.Random(1 + random.NextInt(9), dimension, seed));
            _itemRows = Eighths(FixedTower.Random(1 + random.NextInt(9), dimension, seed + 1, 3f));
            _users = Draw(random, queries, _userRows.Length);
            _items = Draw(random, candidates, _itemRows.Length);
            _weights = options.Weights ? [.. _users.Select(_ => random.NextInt(5) == 0 ? 0f : random.NextFloat())] : [];
            var popularity = _itemRows.Select(_ => 0.01f + (0.9f * random.NextFloat())).ToArray();
            _probabilities = options.Probabilities switch
            {
                Probabilities.None => [],
                Probabilities.OfIds => [.. _items.Select(item => popularity[item])],
                _ => [.. _items.Select(_ => 0.01f + (0.9f * random.NextFloat()))],
            };
            _ids = options.Ids switch
            {
                Ids.Kept or Ids.OfTower => null,
                Ids.Given => [.. _items.Select(item => $"item {item}")],
                Ids.SharedByRows => [.. _items.Select(item => $"item {item / 2}")],
                _ => [.. _items.Select(item => $"item {item}, edition {random.NextInt(2)}")],
            };
            _mask = options.Mask ? new bool[queries, candidates] : null;
            for (var i = 0; i < _mask?.Length; i++)
            {
                _mask[i / candidates, i % candidates] = i / candidates == i % candidates || random.NextInt(3) > 0;
            }

            _temperature = MathF.Pow(2, random.NextInt(3) - 1);
            _hardNegatives = options.HardNegatives ? 1 + random.NextInt(candidates + 2) : 0;
        }

        public void AssertAgrees()
        {
            var expected = Reference();
            var dimension = _userRows[0].Length;
            // Positives and negatives of an id may cancel: what is left has the rounding of the terms, at most 3 in size and 2 over the temperature.
            var tolerance = 2e-6 * _items.Length * 6;
            foreach (var (merge, named) in ((bool, bool)[])[(true, false), (false, false), (true, true)])
            {
                var (loss, users, items) = Run(merge, named ? new CategoricalCrossentropy(fromLogits: true, reduction: Reduction.Sum) : null);
                var run = $"{_options}, merged: {merge}, loss by name: {named}";
                Assert.True(Math.Abs(expected.Loss - loss) <= tolerance * dimension, $"{run}: the loss is {expected.Loss}, found {loss}.");
                AssertClose(expected.Users, users, tolerance, run);
                AssertClose(expected.Items, items, tolerance, run);
            }
        }

        private static void AssertClose(double[] expected, float[] actual, double tolerance, string run)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{run}: gradient {i} is {expected[i]}, found {actual[i]}.");
            }
        }

        private (float Loss, float[] Users, float[] Items) Run(bool merge, Loss? chosen)
        {
            using var scope = new TensorScope();
            var (users, items) = (FixedTower.Of("user", _userRows), FixedTower.Of("item", _itemRows));
            var (q, c) = (users.Embed(Table.FromColumns(FixedTower.Ids("user", _users))), items.Embed(Table.FromColumns(FixedTower.Ids("item", _items))));
            var ids = _options.Ids == Ids.OfTower && !merge ? [.. _items.Select(item => item.ToString())] : _ids;
            var task = new Retrieval(null, _temperature, _hardNegatives, removeAccidentalHits: _options.Ids != Ids.Kept, chosen);
            var loss = task.Loss(
                merge ? q : new EmbeddedRows(q.ToTensor()), merge ? c : new EmbeddedRows(c.ToTensor()), _weights, _probabilities, ids, _mask);
            loss.Backward();
            return (loss.Item(), Gradient(users, _userRows), Gradient(items, _itemRows));
        }

        /// <summary>The gradient in the order of the ids "0", "1", ….</summary>
        private static float[] Gradient(Tower tower, float[][] rows)
        {
            var feature = (IdFeature)tower.Features[0];
            var gradient = feature.Embedding.Gradient!.ToDense().ToArray();
            var dimension = rows[0].Length;
            return [.. Enumerable.Range(0, rows.Length).SelectMany(id => gradient.AsSpan(feature.Lookup[id.ToString()] * dimension, dimension).ToArray())];
        }

        /// <summary>The definition, query by query.</summary>
        private (double Loss, double[] Users, double[] Items) Reference()
        {
            var dimension = _userRows[0].Length;
            var (loss, users, items) = (0.0, new double[_userRows.Length * dimension], new double[_itemRows.Length * dimension]);
            for (var query = 0; query < _users.Length; query++)
            {
                var kept = Kept(query);
                var logits = kept.Select(candidate => Logit(query, candidate)).ToArray();
                var logSum = logits.Max() + Math.Log(logits.Sum(logit => Math.Exp(logit - logits.Max())));
                double weight = _weights.Length == 0 ? 1 : _weights[query];
                loss += weight * (logSum - Logit(query, query));
                for (var i = 0; i < kept.Length; i++)
                {
                    var ofLogit = weight * (Math.Exp(logits[i] - logSum) - (kept[i] == query ? 1 : 0)) / _temperature;
                    var (user, item) = (_users[query], _items[kept[i]]);
                    for (var k = 0; k < dimension; k++)
                    {
                        users[(user * dimension) + k] += ofLogit * _itemRows[item][k];
                        items[(item * dimension) + k] += ofLogit * _userRows[user][k];
                    }
                }
            }

            return (loss, users, items);
        }

        /// <summary>The candidates that a query is compared with: its own, and the negatives that are left of the others.</summary>
        private int[] Kept(int query)
        {
            var negatives = Enumerable.Range(0, _items.Length)
                .Where(candidate => candidate != query && !IsAccidentalHit(query, candidate) && (_mask is null || _mask[query, candidate]))
                .OrderByDescending(candidate => Logit(query, candidate)).ThenBy(candidate => candidate);
            return [query, .. _hardNegatives > 0 ? negatives.Take(_hardNegatives) : negatives];
        }

        private bool IsAccidentalHit(int query, int candidate) => _options.Ids switch
        {
            Ids.Kept => false,
            Ids.OfTower => _items[candidate] == _items[query],
            _ => _ids![candidate] == _ids[query],
        };

        private double Logit(int query, int candidate)
        {
            var dot = _userRows[_users[query]].Zip(_itemRows[_items[candidate]], (a, b) => (double)a * b).Sum();
            return (dot / _temperature) - (_probabilities.Length == 0 ? 0 : Math.Log(_probabilities[candidate]));
        }

        private static float[][] Eighths(float[][] rows) => [.. rows.Select(row => row.Select(value => MathF.Round(value * 8) / 8).ToArray())];

        private static int[] Draw(SeededRandom random, int count, int below) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt(below))];
    }
}
