namespace Tandem;

/// <summary>What the parts of a file that were read before tell of the next one.</summary>
/// <param name="FieldNames">The names of all columns of the file, in order of its cells.</param>
/// <param name="Types">The types of the columns that are read, by their cells.</param>
/// <param name="Rows">How many rows were read.</param>
internal sealed record EarlierPart(string[] FieldNames, IReadOnlyDictionary<int, ColumnType> Types, long Rows);
