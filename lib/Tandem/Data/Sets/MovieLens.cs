namespace Tandem;

/// <summary>A MovieLens data set.</summary>
/// <param name="Ratings">user_id (text), movie_id (text), rating (double, 1 to 5), timestamp.</param>
/// <param name="Movies">movie_id (text), movie_title (text, with the year; no two alike in MovieLens 1M, 18 twice in MovieLens 100K), genres (text, joined by <c>|</c>).</param>
/// <param name="Users">
/// user_id (text), gender (text), age (long: in MovieLens 1M the lowest of its bracket, in MovieLens 100K the years), occupation (a code from 0 to 20, long, in MovieLens 1M; text in
/// MovieLens 100K), zip_code (text).
/// </param>
/// <param name="Source">Where the rows come from.</param>
public sealed record MovieLens(Table Ratings, Table Movies, Table Users, DataSource Source)
{
    /// <summary>For a reader: what the data are, how much of them there is, and whether they are real.</summary>
    public string Description => Source.Describe(
        $"{Ratings.RowCount:N0} ratings of {Movies.RowCount:N0} films by {Users.RowCount:N0} users");
}
