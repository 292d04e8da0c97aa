namespace Tandem.Tests.Data;

/// <summary>What the tests of all generated samples ask.</summary>
internal static class Samples
{
    /// <summary>A checksum of every cell. Any change of it changes what every reader of the notebooks sees: it should be deliberate.</summary>
    public static string Checksum(params Table[] tables)
    {
        var hash = 14_695_981_039_346_656_037ul;
        foreach (var column in tables.SelectMany(table => table.Columns))
        {
            for (var row = 0; row < column.Length; row++)
            {
                foreach (var letter in column.Text(row) ?? "∅")
                {
                    hash = unchecked((hash ^ letter) * 1_099_511_628_211);
                }

                hash = unchecked((hash ^ '\n') * 1_099_511_628_211);
            }
        }

        return $"{hash:x16}";
    }

    public static IEnumerable<string> Schema(Table table) => table.Columns.Select(column => $"{column.Name}:{column.Type}");

    public static long[] Counts(Table table, string column) => table.GroupBy(column).Count("n").Column<LongColumn>("n").Values.ToArray();

    /// <summary>
    /// How often the best-sellers, and how often the neighbours of what a user has, hold what the user also has, on a quarter of the pairs put aside: of the
    /// users who are known.
    /// </summary>
    public static (double Popularity, double Neighbours) TopK(Table rows, string user, string item, int k)
    {
        var (train, test) = rows.Distinct(user, item).Select(user, item).Shuffle(seed: 1).Split(0.75);
        var interactions = new Interactions(train, user, item);
        var known = test.Where<string>(user, interactions.HasUser);
        var evaluation = new TopKEvaluation(known, user, item) { Ks = [k], Seen = new SeenItems(train, user, item) };
        var neighbours = evaluation.Run(new ItemKnn(interactions, shrinkage: 1f));
        return (new Popularity(train[item]).TopKAccuracy(known[item], k), neighbours[$"top_{k}_categorical_accuracy"]);
    }
}
