namespace Tandem.Notebooks.Tests;

public sealed class NotebookParameterTests
{
    [Theory]
    [InlineData("12", "12 Int32")]
    [InlineData("-3000000000", "-3000000000 Int64")]
    [InlineData("0.05", "0.05 Double")]
    [InlineData("1e-05", "1E-05 Double")]
    [InlineData("12000000000000000011", "12000000000000000011 String")]
    [InlineData("0.12345678901234567890", "0.12345678901234567890 String")]
    [InlineData("1E5", "1E5 String")]
    [InlineData("007", "007 String")]
    [InlineData("+49123", "+49123 String")]
    public async Task A_value_keeps_every_digit(string value, string expected)
    {
        using var session = new SessionHarness();
        await session.RunAll($"#!set --name x --value {value}\nFormattableString.Invariant($\"{{x}} {{x.GetType().Name}}\")");
        Assert.Equal([expected], session.Shown);
    }
}
