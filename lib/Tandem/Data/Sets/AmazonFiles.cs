using System.IO.Compression;

namespace Tandem;

/// <summary>The layouts in which Amazon's ratings and reviews are published.</summary>
internal static class AmazonFiles
{
    private static readonly ColumnSpec[] _ratings =
        [ColumnSpec.String("user_id"), ColumnSpec.String("product_id"), ColumnSpec.Double("rating"), ColumnSpec.Timestamp("timestamp")];

    /// <summary>The ratings of 1996–2014: user, product, stars, seconds; as published without headings, in extracts often with.</summary>
    public static AmazonReviews Electronics(DataSource source)
    {
        source.Files.RequireFiles();
        return new AmazonReviews(source.Files.Read("amazon/ratings_Electronics.csv", _ratings, Read), source);

        static Table Read(string path)
        {
            var headings = FirstLine(path).Split(',');
            if (headings.Length != _ratings.Length)
            {
                throw new InvalidDataException($"The first line has {headings.Length} cells.");
            }

            return char.IsDigit(headings[2].FirstOrDefault())
                ? Table.ReadDelimited(path, new ReadOptions { Header = false, Columns = _ratings })
                : Table.ReadCsv(path, new ReadOptions { Columns = [.. _ratings.Select((column, i) => column with { Name = headings[i], Alias = column.Name })] });
        }
    }

    /// <summary>The ratings of 2023: with headings, product ids under <c>parent_asin</c>, milliseconds.</summary>
    public static AmazonReviews Reviews2023(DataSource source)
    {
        ColumnSpec[] columns =
        [
            ColumnSpec.String("user_id"), ColumnSpec.String("parent_asin").As("product_id"),
            ColumnSpec.Double("rating"), ColumnSpec.TimestampMilliseconds("timestamp"),
        ];
        source.Files.RequireFiles();
        return new AmazonReviews(
            source.Files.Read("amazon/Electronics.csv", columns, path => Table.ReadCsv(path, new ReadOptions { Columns = columns })), source);
    }

    /// <summary>The reviews of 1996–2014 by users and of products with at least five: an object a line, with text.</summary>
    public static AmazonReviews Instruments(DataSource source)
    {
        ColumnSpec[] columns =
        [
            ColumnSpec.String("reviewerID").As("user_id"), ColumnSpec.String("asin").As("product_id"), ColumnSpec.Double("overall").As("rating"),
            ColumnSpec.Timestamp("unixReviewTime").As("timestamp"), ColumnSpec.String("summary"), ColumnSpec.String("reviewText").As("text"),
        ];
        source.Files.RequireFiles();
        return new AmazonReviews(
            source.Files.Read(
                "amazon/reviews_Musical_Instruments_5.json",
                columns,
                path => Table.ReadJsonLines(path, new JsonLinesOptions { Keep = columns })),
            source);
    }

    private static string FirstLine(string path)
    {
        using var file = File.OpenRead(path);
        using var text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(text);
        return reader.ReadLine() ?? "";
    }
}
