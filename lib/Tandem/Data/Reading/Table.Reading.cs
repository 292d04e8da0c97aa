using System.Text;

namespace Tandem;

/// <content>Reading text files.</content>
public sealed partial class Table
{
    /// <summary>Reads a comma-separated file; see <see cref="ReadDelimited(string, ReadOptions)"/>.</summary>
    public static Table ReadCsv(string path, ReadOptions? options = null) =>
        ReadDelimited(path, options ?? new ReadOptions());

    /// <summary>Reads comma-separated text from a stream to its end; see <see cref="ReadDelimited(Stream, ReadOptions)"/>.</summary>
    public static Table ReadCsv(Stream stream, ReadOptions? options = null) => ReadDelimited(stream, options ?? new ReadOptions());

    /// <summary>Reads a tab-separated file; see <see cref="ReadDelimited(string, ReadOptions)"/>. The options' separator is replaced by a tab.</summary>
    public static Table ReadTsv(string path, ReadOptions? options = null) =>
        ReadDelimited(path, (options ?? new ReadOptions()) with { Separator = "\t" });

    /// <summary>Reads a file without a header whose cells are never quoted, such as MovieLens' <c>::</c>-separated ones.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">What stands between two cells.</param>
    /// <param name="columns">The columns, all of them and in order.</param>
    /// <param name="options">Anything else; its separator, header, quote and columns are replaced.</param>
    /// <inheritdoc cref="ReadDelimited(string, ReadOptions)" path="/returns | /exception | /remarks"/>
    public static Table ReadDelimited(string path, string separator, IReadOnlyList<ColumnSpec> columns, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Count == 0
            ? throw new ArgumentException($"No column was named for {path}: a file without a header needs a name for each column.", nameof(columns))
            : ReadDelimited(path, (options ?? new ReadOptions()) with { Separator = separator, Header = false, Quote = null, Columns = columns });
    }

    /// <summary>Reads a text file with one row a line. Text is dictionary-encoded while reading, on all processors.</summary>
    /// <param name="path">The file; one packed by gzip is unpacked while reading, whatever its name.</param>
    /// <param name="options">The format.</param>
    /// <returns>The rows in the order of the file. The codes of a text column are in order of first occurrence in the file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, not text in the given encoding, has no rows, or has a malformed row: the message names line, column and cell.
    /// </exception>
    /// <exception cref="ArgumentException">An option makes no sense, or names a column that the file does not have.</exception>
    /// <remarks>Blank lines are ignored, except in a file of one column, where they are rows without a value.</remarks>
    public static Table ReadDelimited(string path, ReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ReadDelimited(TextFile.Open(path, options.Encoding), options, Environment.ProcessorCount, TextChunks.DefaultSize);
    }

    /// <summary>Reads text with one row a line from a stream to its end: an answer of a web server, an entry of an archive, bytes in memory.</summary>
    /// <param name="stream">The text, from where the stream stands; unpacked if it is packed by gzip. It is held in memory while it is read, and not closed.</param>
    /// <param name="options">The format.</param>
    /// <inheritdoc cref="ReadDelimited(string, ReadOptions)" path="/returns | /remarks"/>
    /// <exception cref="InvalidDataException">The text is empty, not in the given encoding, has no rows, or has a malformed row: the message names line, column and cell.</exception>
    /// <exception cref="ArgumentException">An option makes no sense, or names a column that the text does not have.</exception>
    public static Table ReadDelimited(Stream stream, ReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ReadDelimited(TextFile.Open(stream, options.Encoding), options, Environment.ProcessorCount, TextChunks.DefaultSize);
    }

    /// <summary>
    /// Reads a comma-separated file part by part, for one that is larger than memory: <c>model.Fit(Table.ReadCsvParts("log.csv", rows: 1_000_000))</c>. The file is opened whenever the parts are
    /// gone through, and one part of it is in memory at a time.
    /// </summary>
    /// <param name="path">The file; one packed by gzip is unpacked while reading, whatever its name.</param>
    /// <param name="rows">How many rows a part has, malformed ones that are left out included; the last part has the rest. A part is shorter than two gigabytes.</param>
    /// <param name="options">The format.</param>
    /// <returns>
    /// The parts in the order of the file, with the columns of the first one. Types that are not declared are inferred from the first part alone, and a later cell that is not of its column's type is an
    /// error: name the type in <see cref="ReadOptions.Schema"/>. Each part has dictionaries of its own.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is not positive.</exception>
    /// <inheritdoc cref="ReadDelimited(string, ReadOptions)" path="/exception | /remarks"/>
    public static IEnumerable<Table> ReadCsvParts(string path, int rows, ReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        DelimitedReader.RequireSensible(options ??= new ReadOptions());
        return ReadParts(path, rows, options, Environment.ProcessorCount, TextChunks.DefaultSize, int.MaxValue);
    }

    /// <summary>
    /// Reads a file with one JSON object a line (JSON lines). Each property is a column; lists and objects in it are left out. A property that a line
    /// lacks, or that is <c>null</c> there, is a cell without a value. Text is dictionary-encoded while reading, on all processors.
    /// </summary>
    /// <param name="path">The file, in UTF-8; one packed by gzip is unpacked while reading, whatever its name.</param>
    /// <param name="options">Which columns to keep and as what; null for all of them, their types inferred.</param>
    /// <returns>The rows in the order of the file. The codes of a text column are in order of first occurrence in the file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty or not UTF-8, or a line is no JSON object, has a property of a kept column twice, or holds a list, an object or a value
    /// of another type where a column is kept: the message names line and byte or column.
    /// </exception>
    /// <exception cref="ArgumentException">An option makes no sense, or names a column that no line of the file has.</exception>
    /// <remarks>Blank lines are ignored.</remarks>
    public static Table ReadJsonLines(string path, JsonLinesOptions? options = null) =>
        ReadJsonLines(TextFile.Open(path, Encoding.UTF8), options ?? new JsonLinesOptions(), Environment.ProcessorCount, TextChunks.DefaultSize);

    /// <summary>Reads JSON lines from a stream to its end; see <see cref="ReadJsonLines(string, JsonLinesOptions)"/>.</summary>
    /// <param name="stream">The text in UTF-8, from where the stream stands; unpacked if it is packed by gzip. It is held in memory while it is read, and not closed.</param>
    /// <param name="options">Which columns to keep and as what; null for all of them, their types inferred.</param>
    public static Table ReadJsonLines(Stream stream, JsonLinesOptions? options = null) =>
        ReadJsonLines(TextFile.Open(stream, Encoding.UTF8), options ?? new JsonLinesOptions(), Environment.ProcessorCount, TextChunks.DefaultSize);

    internal static Table ReadJsonLines(TextFile opened, JsonLinesOptions options, int threads, int chunkSize)
    {
        using var file = opened;
        var columns = new JsonLinesReader(file, options, threads, chunkSize).Read(out var skippedRows);
        return new Table(columns, columns[0].Length, skippedRows);
    }

    internal static IEnumerable<Table> ReadParts(string path, int rows, ReadOptions options, int threads, int chunkSize, long mostBytes)
    {
        EarlierPart? earlier = null;
        foreach (var file in TextParts.Cut(path, rows, options, mostBytes))
        {
            var part = ReadPart(file, options, threads, chunkSize, ref earlier);
            if (part.RowCount > 0 || part.SkippedRows > 0)
            {
                yield return part;
            }
        }
    }

    private static Table ReadPart(TextFile file, ReadOptions options, int threads, int chunkSize, ref EarlierPart? earlier)
    {
        using (file)
        {
            var reader = new DelimitedReader(file, options, threads, chunkSize, TextChunks.LongestLine, earlier);
            var columns = reader.Read(out var skippedRows);
            earlier = reader.Known;
            return new Table(columns, columns[0].Length, skippedRows);
        }
    }

    internal static Table ReadDelimited(TextFile opened, ReadOptions options, int threads, int chunkSize, int longestLine = TextChunks.LongestLine)
    {
        using var file = opened;
        var columns = new DelimitedReader(file, options, threads, chunkSize, longestLine).Read(out var skippedRows);
        return new Table(columns, columns[0].Length, skippedRows);
    }
}
