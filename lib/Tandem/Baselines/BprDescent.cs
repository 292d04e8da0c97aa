using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>The factors of <see cref="BprMatrixFactorization"/> and the steps that change them. Rows are padded to whole vectors, with zeros that no step changes.</summary>
internal sealed class BprDescent
{
    /// <summary>Steps between two looks at the token: some milliseconds of work.</summary>
    private const int StepsUnwatched = 1 << 13;

    private readonly Interactions _interactions;
    private readonly int[] _userOf;
    private readonly SeededRandom _random;
    private readonly int _factors;
    private readonly int _stride;
    private readonly float[] _users;
    private readonly float[] _items;
    private readonly float _rate;
    private readonly float _regularization;

    public BprDescent(Interactions interactions, int factors, float rate, float regularization, int seed)
    {
        _interactions = interactions;
        (_factors, _rate, _regularization, _random) = (factors, rate, regularization, new SeededRandom(seed));
        if (interactions.Count == (long)interactions.Users.Count * interactions.Items.Count)
        {
            throw new ArgumentException("Every user met every item, so there is nothing to tell apart.", nameof(interactions));
        }

        _stride = (factors + Vector<float>.Count) / Vector<float>.Count * Vector<float>.Count;
        _userOf = UserOfEachEntry(interactions);
        _users = Initial(interactions.Users.Count, bias: 1f);
        _items = Initial(interactions.Items.Count, bias: 0f);
    }

    /// <summary>As many steps as there are interactions.</summary>
    /// <exception cref="NonFiniteException">A score is not finite.</exception>
    /// <exception cref="OperationCanceledException">The factors are no longer wanted.</exception>
    public void Iterate(CancellationToken cancellation)
    {
        var (entries, items) = (_interactions.ByUser, _interactions.Items.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (i % StepsUnwatched == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var entry = _random.NextInt(entries.Count);
            var user = _userOf[entry];
            var met = entries.Columns.AsSpan(entries.Offsets[user]..entries.Offsets[user + 1]);
            if (met.Length < items)
            {
                Step(user, entries.Columns[entry], Unmet(met, items, _random));
            }
        }
    }

    /// <summary>The factors without padding.</summary>
    public (Tensor Users, Tensor Items) Factors() => (Unpadded(_users), Unpadded(_items));

    /// <summary>A component of an initial vector.</summary>
    public static float InitialFactor(SeededRandom random, int factors) => (random.NextFloat() - 0.5f) / factors;

    private static int[] UserOfEachEntry(Interactions interactions)
    {
        var (entries, userOf) = (interactions.ByUser, new int[interactions.Count]);
        for (var user = 0; user < entries.Rows; user++)
        {
            userOf.AsSpan(entries.Offsets[user]..entries.Offsets[user + 1]).Fill(user);
        }

        return userOf;
    }

    /// <summary>One of the items that are not among those met, ascending; each is equally likely.</summary>
    public static int Unmet(ReadOnlySpan<int> met, int items, SeededRandom random)
    {
        while (true)
        {
            var item = random.NextInt(items);
            if (met.BinarySearch(item) < 0)
            {
                return item;
            }
        }
    }

    private void Step(int user, int positive, int negative)
    {
        var u = Row(_users, user);
        var p = Row(_items, positive);
        var n = Row(_items, negative);
        var score = Difference(u, p, n);
        if (!float.IsFinite(score))
        {
            throw new NonFiniteException($"a step of {nameof(BprMatrixFactorization)} for user \"{_interactions.Users[user]}\": the score is {score}");
        }

        Update(u, p, n, _rate / (1 + MathF.Exp(score)), 1 - (_rate * _regularization));
        _users[(user * _stride) + _factors] = 1f;
    }

    /// <summary>⟨u, p⟩ − ⟨u, n⟩</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Difference(Span<Vector<float>> u, Span<Vector<float>> p, Span<Vector<float>> n)
    {
        var sum = Vector<float>.Zero;
        for (var k = 0; k < u.Length; k++)
        {
            sum += u[k] * (p[k] - n[k]);
        }

        return Vector.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(Span<Vector<float>> u, Span<Vector<float>> p, Span<Vector<float>> n, float gain, float keep)
    {
        var (gains, keeps) = (new Vector<float>(gain), new Vector<float>(keep));
        for (var k = 0; k < u.Length; k++)
        {
            var (user, positive, negative) = (u[k], p[k], n[k]);
            u[k] = (keeps * user) + (gains * (positive - negative));
            p[k] = (keeps * positive) + (gains * user);
            n[k] = (keeps * negative) - (gains * user);
        }
    }

    private Span<Vector<float>> Row(float[] factors, int row) => MemoryMarshal.Cast<float, Vector<float>>(factors.AsSpan(row * _stride, _stride));

    private float[] Initial(int rows, float bias)
    {
        var factors = new float[rows * _stride];
        for (var row = 0; row < rows; row++)
        {
            for (var k = 0; k < _factors; k++)
            {
                factors[(row * _stride) + k] = InitialFactor(_random, _factors);
            }

            factors[(row * _stride) + _factors] = bias;
        }

        return factors;
    }

    private Tensor Unpadded(float[] factors)
    {
        var (rows, d) = (factors.Length / _stride, _factors + 1);
        var values = new float[rows * d];
        for (var row = 0; row < rows; row++)
        {
            factors.AsSpan(row * _stride, d).CopyTo(values.AsSpan(row * d));
        }

        return Tensor.From(values, new Shape(rows, d));
    }
}
