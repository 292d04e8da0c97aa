using Tandem.Notebooks;

namespace Tandem.Cli.Tests;

public sealed class GitHubActionsTests
{
    [Fact]
    public void What_has_a_meaning_in_a_workflow_command_is_escaped()
    {
        var annotation = GitHubActions.Annotation(new NotebookOutcome("a,b:c.dib", null, "100 %\r\nsure"));
        Assert.Equal("::error file=a%2Cb%3Ac.dib,title=a%2Cb%3Ac.dib%3A not run::100 %25%0D%0Asure", annotation);
    }
}
