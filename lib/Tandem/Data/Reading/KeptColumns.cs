namespace Tandem;

/// <summary>Which of a file's columns are read, and as what.</summary>
internal static class KeptColumns
{
    /// <param name="file">The file.</param>
    /// <param name="keep">The columns to keep, in order; none for all.</param>
    /// <param name="known">What else is known of columns.</param>
    /// <param name="fieldNames">The names of all columns of the file, in order of its cells.</param>
    /// <param name="narrowest">For each cell, the first type to try when none is declared.</param>
    /// <exception cref="ArgumentException">The file has no column of a name, or two would have one name in the table.</exception>
    public static ReadColumn[] Choose(
        TextFile file, IReadOnlyList<ColumnSpec> keep, IReadOnlyList<ColumnSpec> known, string[] fieldNames, Func<int, ColumnType> narrowest)
    {
        foreach (var spec in known.Concat(keep))
        {
            if (!fieldNames.Contains(spec.Name))
            {
                throw Unknown(file, spec.Name, fieldNames);
            }
        }

        var kept = ColumnSpec.Merge(keep.Count > 0 ? keep : fieldNames.Select(name => new ColumnSpec(name)), known);
        if (Repeated(kept.Select(spec => spec.Alias ?? spec.Name)) is { } twice)
        {
            throw new ArgumentException($"{file.Path}: two columns would be called '{twice}' in the table. Give each a name of its own.");
        }

        return [.. kept.Select(spec => (spec, cell: Array.IndexOf(fieldNames, spec.Name))).Select(column => new ReadColumn(column.spec, column.cell, narrowest(column.cell)))];
    }

    public static ArgumentException Unknown(TextFile file, string name, IReadOnlyCollection<string> fieldNames) => new(
        $"{file.Path} has no column '{name}'.{NameSuggestion.For(name, fieldNames)} Its columns are {string.Join(", ", fieldNames)}.");

    /// <exception cref="ArgumentException">A column is named twice in one of the lists.</exception>
    public static void RequireDistinct(IReadOnlyList<ColumnSpec> keep, IReadOnlyList<ColumnSpec> known)
    {
        if ((Repeated(known.Select(column => column.Name)) ?? Repeated(keep.Select(column => column.Name))) is { } name)
        {
            throw new ArgumentException($"Column '{name}' is named more than once: name each column once.");
        }
    }

    public static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
}
