using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests;

/// <summary>The contract of every index: each kind derives a test class and says how one is made. Scores come from a reference that the kind names.</summary>
public abstract class TopKIndexConformance
{
    private const int Items = 37;
    private const int Users = 9;

    private protected static string[] UserIds { get; } = [.. Enumerable.Range(0, Users).Select(user => $"{user}")];

    private protected static string[] ItemIds { get; } = [.. Enumerable.Range(0, Items).Select(item => $"title {item}")];

    /// <summary>Whether the index recommends to ids that it never met.</summary>
    private protected virtual bool AnswersAnybody => false;

    /// <summary>Makes an index over the item ids that can be queried by the user ids, and says every item's score for a user.</summary>
    private protected abstract (TopKIndex Index, Func<string, double[]> Scores) Create(int seed);

    [Fact]
    public void The_best_come_first_with_their_scores_and_ties_by_the_lower_row() => ForRandomQueries((index, scores, user, k, _) =>
        AssertBest(index, scores(user), k, _ => true, index.Query(user, k)));

    [Fact]
    public void An_index_tells_its_candidates()
    {
        var (index, _) = Create(seed: 1);

        Assert.Equal(Items, index.Count);
        Assert.Equal(ItemIds, index.Identifiers);
        Assert.True(index.Contains("title 3"));
        Assert.False(index.Contains("title 99"));
        Assert.True(index.Knows("3"));
        Assert.Equal(AnswersAnybody, index.Knows("nobody"));
    }

    [Fact]
    public void Many_queries_are_answered_as_one_by_one()
    {
        var (index, _) = Create(seed: 2);

        var together = index.Query(UserIds, k: 7);

        Assert.Equal(UserIds, together.Select(found => found.Query));
        Assert.All(together, found => Answers.AssertSame(index.Query(found.Query, k: 7), found));
    }

    [Fact]
    public void No_query_gives_no_result() => Assert.Empty(Create(seed: 1).Index.Query([], k: 3));

    [Fact]
    public void An_excluded_candidate_never_comes_back() => ForRandomQueries((index, scores, user, k, random) =>
    {
        var excluded = Some(random);
        AssertBest(index, scores(user), k, id => !excluded.Contains(id), index.QueryWithExclusions(user, [.. excluded, "not in the index"], k));
        AssertBest(index, scores(user), k, id => !excluded.Contains(id), index.Query(user, k, new() { Excluded = new(excluded) }));
    });

    [Fact]
    public void Each_query_has_its_own_exclusions() => ForRandomQueries((index, scores, user, k, random) =>
    {
        var (first, second) = (Some(random), Some(random));
        var found = index.QueryWithExclusions([user, user], [first, second], k);
        AssertBest(index, scores(user), k, id => !first.Contains(id), found[0]);
        AssertBest(index, scores(user), k, id => !second.Contains(id), found[1]);
    });

    [Fact]
    public void Only_allowed_candidates_come_back() => ForRandomQueries((index, scores, user, k, random) =>
    {
        var (allowed, excluded) = (Some(random), Some(random));
        var found = index.Query(user, k, new() { Allowed = new([.. allowed, "not in the index"]), Excluded = new(excluded) });
        AssertBest(index, scores(user), k, id => allowed.Contains(id) && !excluded.Contains(id), found);
    });

    [Fact]
    public void Each_query_may_have_its_own_allowed_candidates() => ForRandomQueries((index, scores, user, k, random) =>
    {
        var (common, first, second) = (Some(random), Some(random), Some(random));
        var found = index.Query([user, user], k, new() { Allowed = new(common), AllowedPerQuery = [new(first), new(second)] });
        AssertBest(index, scores(user), k, id => common.Contains(id) && first.Contains(id), found[0]);
        AssertBest(index, scores(user), k, id => common.Contains(id) && second.Contains(id), found[1]);

        found = index.Query([user, user], k, new() { AllowedPerQuery = [null, new(second)], ExcludedPerQuery = [new(first), null] });
        AssertBest(index, scores(user), k, id => !first.Contains(id), found[0]);
        AssertBest(index, scores(user), k, second.Contains, found[1]);
    });

    [Fact]
    public void What_a_user_has_seen_is_not_shown_again() => ForRandomQueries((index, scores, user, k, random) =>
    {
        var met = UserIds.Skip(1).SelectMany(other => Some(random).Select(item => (User: other, Item: item))).ToArray();
        (string User, string Item)[] interactions = [.. met, .. met.Take(3), ("stranger", "title 0"), ("1", "not in the index")];
        var table = Table.FromColumns(
            new StringColumn("user", interactions.Select(row => row.User)), new StringColumn("item", interactions.Select(row => row.Item)));

        var found = index.Query([user, "0"], k, new() { Seen = new SeenItems(table, "user", "item") });

        AssertBest(index, scores(user), k, id => !interactions.Contains((user, id)), found[0]);
        AssertBest(index, scores("0"), k, _ => true, found[1]);
    });

    [Fact]
    public void Fewer_than_k_are_an_honest_shorter_list()
    {
        var (index, _) = Create(seed: 3);

        Assert.Equal(["title 5", "title 9"], index.Query("0", Items, new() { Allowed = ["title 9", "title 5"] }).Select(item => item.Id).Order());
        Assert.Empty(index.Query("0", k: 4, new() { Allowed = [] }));
        Assert.Empty(index.Query("0", k: 4, new() { Excluded = new(ItemIds) }));
        Assert.Equal(Items, index.Query("0", Items).Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public void A_candidate_is_not_among_those_like_it()
    {
        var (index, _) = Create(seed: 4);
        IReadOnlyList<Recommendations> found;
        try
        {
            found = index.Similar(["title 3", "title 4"], Items - 1, new() { Excluded = ["title 5"] });
        }
        catch (NotSupportedException)
        {
            return;
        }

        Assert.Equal("title 3", found[0].Query);
        Assert.DoesNotContain("title 3", found[0].Select(item => item.Id));
        Assert.Contains("title 3", found[1].Select(item => item.Id));
        Assert.All(found, list => Assert.DoesNotContain("title 5", list.Select(item => item.Id)));
        Assert.All(found, list => Assert.Equal(list.OrderByDescending(item => item.Score).Select(item => item.Id), list.Select(item => item.Id)));
        Answers.AssertSame(index.Similar("title 4", Items - 1, new() { Excluded = ["title 5"] }), found[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Items + 1)]
    public void A_k_that_the_index_cannot_serve_is_refused(int k)
    {
        var (index, _) = Create(seed: 1);
        Assert.Contains($"from 1 to {Items}", Assert.Throws<ArgumentOutOfRangeException>(() => index.Query("0", k)).Message);
        Assert.Contains($"from 1 to {Items}", Assert.Throws<ArgumentOutOfRangeException>(() => index.Similar("title 0", k)).Message);
    }

    [Fact]
    public void What_cannot_be_answered_is_named()
    {
        var (index, _) = Create(seed: 1);
        var seen = new SeenItems(Table.FromColumns(new StringColumn("user", ["0"]), new StringColumn("item", ["title 0"])), "user", "item");

        if (!AnswersAnybody)
        {
            Assert.Contains("\"nobody\"", Assert.Throws<ArgumentException>(() => index.Query(["0", "nobody"], k: 1)).Message);
        }

        Assert.Contains("Query 1 has no id", Assert.Throws<ArgumentException>(() => index.Query(["0", null!], k: 1)).Message);
        Assert.Contains("\"nothing\"", Assert.Throws<ArgumentException>(() => index.Similar("nothing", k: 1)).Message);
        Assert.Contains("2 queries", Assert.Throws<ArgumentException>(() => index.QueryWithExclusions(["0", "1"], [[]], k: 1)).Message);
        Assert.Contains("2 queries", Assert.Throws<ArgumentException>(() => index.Query(["0", "1"], 1, new() { AllowedPerQuery = [null] })).Message);
        Assert.Contains("no user", Assert.Throws<ArgumentException>(() => index.Similar("title 0", 1, new() { Seen = seen })).Message);
    }

    [Fact]
    public void Many_threads_get_the_answers_that_one_gets()
    {
        // The answers come from an index of the same bits that one thread alone asks; nothing of the other one is cached when the threads begin.
        var (alone, together) = (Create(seed: 5).Index, Create(seed: 5).Index);
        var history = Table.FromColumns(new StringColumn("user", UserIds), new StringColumn("item", ItemIds.Take(Users)));
        var seen = new SeenItems(history, "user", "item");
        var questions = Enumerable.Range(0, 24).Select(Question).ToArray();
        var expected = Array.ConvertAll(questions, ask => ask(alone, new SeenItems(history, "user", "item")));

        Threads.Run(16, thread =>
        {
            for (var i = 0; i < 3 * questions.Length; i++)
            {
                var question = (i + (5 * thread)) % questions.Length;
                Assert.Equal(expected[question], questions[question](together, seen));
            }
        });

        static Func<TopKIndex, SeenItems, IReadOnlyList<Recommendations>> Question(int seed)
        {
            var random = new Random(seed);
            var k = 1 + random.Next(Items);
            string[] users = [.. Enumerable.Range(0, seed % 3 == 0 ? 700 : 20).Select(_ => UserIds[random.Next(Users)])];
            var some = Some(random);
            return (seed % 5) switch
            {
                0 => (index, _) => index.Query(users, k),
                1 => (index, shared) => index.Query(users, k, new() { Seen = shared }),
                2 => (index, _) => index.Query(users, k, new() { Allowed = new(some), ExcludedPerQuery = [.. users.Select(_ => new CandidateSet(["title 1"]))] }),
                3 => (index, _) => index.QueryWithExclusions(users, [.. users.Select(_ => some)], k),
                _ => (index, _) => index switch
                {
                    HistoryIndex histories => [histories.QueryHistory(ItemIds.Skip(seed), k), .. index.Similar(ItemIds, k)],
                    MatrixFactorization factors => [factors.QueryHistory(ItemIds.Skip(seed), k), .. index.Similar(ItemIds, k)],
                    Popularity => index.Query(users, k),
                    _ => index.Similar(ItemIds, k),
                },
            };
        }
    }

    private void ForRandomQueries(Action<TopKIndex, Func<string, double[]>, string, int, Random> check) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(20),
            Prop.ForAll(ArbMap.Default.GeneratorFor<int>().ToArbitrary(), seed =>
            {
                var random = new Random(seed);
                var (index, scores) = Create(seed);
                check(index, scores, UserIds[random.Next(Users)], 1 + random.Next(Items), random);
            }));

    private static string[] Some(Random random)
    {
        var share = random.NextDouble();
        return [.. ItemIds.Where(_ => random.NextDouble() < share)];
    }

    private static void AssertBest(TopKIndex index, double[] scores, int k, Func<string, bool> isAllowed, Recommendations found)
    {
        var expected = index.Identifiers.Zip(scores, (id, score) => (Id: id, Score: score))
            .Where(item => isAllowed(item.Id)).OrderByDescending(item => item.Score).Take(k).ToArray();
        Assert.Equal(expected.Select(item => item.Id), found.Select(item => item.Id));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
    }
}
