namespace Tandem;

/// <summary>A table cut in two user by user, so that every user who is tested was trained on.</summary>
/// <param name="Train">The rows to train on, in the order of the table.</param>
/// <param name="Test">The rows to test on, in the order of the table.</param>
/// <param name="UsersWithoutTest">The users with too few rows to leave one out: all of their rows are in <paramref name="Train"/>.</param>
[TypeFormatterSource(typeof(TextFormatterSource))]
public sealed record UserSplit(Table Train, Table Test, IReadOnlyList<string> UsersWithoutTest)
{
    /// <summary>The two parts alone: <c>var (train, test) = ratings.SplitLeaveLastOut("user_id", "timestamp");</c></summary>
    public void Deconstruct(out Table train, out Table test) => (train, test) = (Train, Test);

    /// <summary>The sizes.</summary>
    public override string ToString() =>
        $"{Train.RowCount} rows to train on, {Test.RowCount} to test on; {UsersWithoutTest.Count} users with too few rows are trained on only";
}
