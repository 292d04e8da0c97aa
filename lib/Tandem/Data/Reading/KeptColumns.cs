namespace Tandem;

/// <summary>Which of a file's columns are read, and as what.</summary>
internal static class KeptColumns
{
    /// <param name="file">The file.</param>
    /// <param name="keep">The columns to keep, in order; none for all.</param>
    /// <param name="known">What else is known of columns.</param>
    /// <param name="schema">Types of columns that the file may have: those of another table.</param>
    /// <param name="fieldNames">The names of all columns of the file, in order of its cells.</param>
    /// <param name="narrowest">For each cell, the first type to try when none is declared.</param>
    /// <param name="mayWiden">Whether other types may be tried after that.</param>
    /// <exception cref="ArgumentException">The file has no column of a name, or two would have one name in the table.</exception>
    public static ReadColumn[] Choose(
        TextFile file,
        IReadOnlyList<ColumnSpec> keep,
        IReadOnlyList<ColumnSpec> known,
        IReadOnlyList<ColumnSpec> schema,
        string[] fieldNames,
        Func<int, ColumnType> narrowest,
        bool mayWiden = true)
    {
        var cellOf = CellsByName(fieldNames);
        foreach (var spec in known.Concat(keep))
        {
            if (!cellOf.ContainsKey(spec.Name))
            {
                throw Unknown(file, spec.Name, fieldNames);
            }
        }

        var kept = ColumnSpec.Merge(keep.Count > 0 ? keep : fieldNames.Select(name => new ColumnSpec(name)), known.Concat(schema));
        if (Repeated(kept.Select(spec => spec.Alias ?? spec.Name)) is { } twice)
        {
            throw new ArgumentException($"{file.Path}: two columns would be called '{twice}' in the table. Give each a name of its own.");
        }

        return [.. kept.Select(spec => (spec, cell: cellOf[spec.Name])).Select(column => new ReadColumn(column.spec, column.cell, narrowest(column.cell), mayWiden))];
    }

    /// <summary>The first cell of each name.</summary>
    private static Dictionary<string, int> CellsByName(string[] fieldNames)
    {
        var cells = new Dictionary<string, int>(fieldNames.Length, StringComparer.Ordinal);
        foreach (var (cell, name) in fieldNames.Index())
        {
            cells.TryAdd(name, cell);
        }

        return cells;
    }

    public static ArgumentException Unknown(TextFile file, string name, IReadOnlyCollection<string> fieldNames) => new(
        $"{file.Path} has no column '{name}'.{NameSuggestion.For(name, fieldNames)} Its columns are {NameSuggestion.List(fieldNames)}.");

    /// <exception cref="ArgumentException">A column is named twice in one of the lists.</exception>
    public static void RequireDistinct(IReadOnlyList<ColumnSpec> keep, IReadOnlyList<ColumnSpec> known)
    {
        if ((Repeated(known.Select(column => column.Name)) ?? Repeated(keep.Select(column => column.Name))) is { } name)
        {
            throw new ArgumentException($"Column '{name}' is named more than once: name each column once.");
        }
    }

    /// <summary>Calls the second column of a name <c>name_2</c>, and so on, without taking a name that another column has.</summary>
    public static string[] NumberRepeated(string[] names)
    {
        var (taken, used) = (names.ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        return Array.ConvertAll(names, name =>
        {
            if (used.Add(name))
            {
                return name;
            }

            var number = next.GetValueOrDefault(name, 2);
            string own;
            do
            {
                own = $"{name}_{number++}";
            }
            while (taken.Contains(own) || !used.Add(own));
            next[name] = number;
            return own;
        });
    }

    public static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
}
