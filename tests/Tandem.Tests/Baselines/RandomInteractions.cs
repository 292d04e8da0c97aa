namespace Tandem.Tests;

/// <summary>Interactions that depend on their seed alone, and the same as a dense matrix for references to work on.</summary>
internal sealed class RandomInteractions
{
    /// <summary>Each user meets about a third of the items, at least one, with weights from 0.5 to 2 that make ties unlikely.</summary>
    public RandomInteractions(string[] users, string[] items, int seed, bool weighted = true)
    {
        var random = new Random(seed);
        Matrix = new double[users.Length, items.Length];
        var rows = new List<(string User, string Item, double Weight)>();
        for (var user = 0; user < users.Length; user++)
        {
            var sure = random.Next(items.Length);
            for (var item = 0; item < items.Length; item++)
            {
                if (item == sure || random.Next(3) == 0)
                {
                    Matrix[user, item] = weighted ? (float)(0.5 + (1.5 * random.NextDouble())) : 1;
                    rows.Add((users[user], items[item], Matrix[user, item]));
                }
            }
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        Table = Table.FromColumns(
            new StringColumn("user", rows.Select(row => row.User)),
            new StringColumn("item", rows.Select(row => row.Item)),
            Column.Of("weight", rows.Select(row => row.Weight)));
        Interactions = new Interactions(Table, "user", "item", weighted ? "weight" : null, new StringColumn("item", items));
    }

    /// <summary>The rows, shuffled: columns user, item and weight.</summary>
    public Table Table { get; }

    /// <summary>The same, with all items.</summary>
    public Interactions Interactions { get; }

    /// <summary>The weights, 0 for what was not met.</summary>
    public double[,] Matrix { get; }

    /// <summary>XᵀX</summary>
    public double[,] Gram()
    {
        var (users, items) = (Matrix.GetLength(0), Matrix.GetLength(1));
        var gram = new double[items, items];
        for (var i = 0; i < items; i++)
        {
            for (var j = 0; j < items; j++)
            {
                gram[i, j] = Enumerable.Range(0, users).Sum(user => Matrix[user, i] * Matrix[user, j]);
            }
        }

        return gram;
    }

    /// <summary>A user's row of X times a matrix of items × items.</summary>
    public double[] Scores(int user, double[,] weights)
    {
        var items = Matrix.GetLength(1);
        return [.. Enumerable.Range(0, items).Select(j => Enumerable.Range(0, items).Sum(i => Matrix[user, i] * weights[i, j]))];
    }
}
