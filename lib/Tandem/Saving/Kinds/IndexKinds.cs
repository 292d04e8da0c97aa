namespace Tandem;

/// <summary>Indexes and recommenders as files hold them: their candidates' vectors or what was fitted, so that nothing is computed again.</summary>
internal static class IndexKinds
{
    private const string InteractionsField = "interactions";

    public static void Register()
    {
        SavedKinds.Register<BruteForce>("brute_force", SaveBruteForce, LoadBruteForce);
        SavedKinds.Register<Popularity>(
            "popularity",
            (popularity, state) =>
            {
                state.Write("column", popularity.Column);
                state.Write("candidates", [.. popularity.Counts.Keys]);
                state.Write("counts", [.. popularity.Counts.Values]);
            },
            LoadPopularity);
        SavedKinds.Register<Interactions>("interactions", SaveInteractions, LoadInteractions);
        SavedKinds.Register<Ease>(
            "ease",
            (ease, state) =>
            {
                state.WritePart(InteractionsField, ease.Interactions);
                state.Write("regularization", ease.Regularization);
                state.Write("item_weights", ease.Weights);
            },
            state => Ease.FromWeights(state.Part<Interactions>(InteractionsField), state.Float("regularization"), state.FiniteTensor("item_weights")));
        SavedKinds.Register<ItemKnn>(
            "item_knn",
            (knn, state) =>
            {
                state.WritePart(InteractionsField, knn.Interactions);
                state.Write("neighbours", knn.Neighbours);
                state.Write("shrinkage", knn.Shrinkage);
                SaveRows(knn.SimilarItems, state);
            },
            LoadItemKnn);
        SavedKinds.Register<HistoryTowers>(
            "history_towers",
            (towers, state) =>
            {
                state.WritePart(InteractionsField, towers.Interactions);
                state.Write("history_embeddings", towers.HistoryEmbeddings);
                state.Write("item_embeddings", towers.ItemEmbeddings);
            },
            state => HistoryTowers.FromEmbeddings(state.Part<Interactions>(InteractionsField), state.FiniteTensor("history_embeddings"), state.FiniteTensor("item_embeddings")));
        SavedKinds.Register<AlternatingLeastSquares>(
            "alternating_least_squares",
            (als, state) =>
            {
                SaveFactors(als, state);
                state.Write("regularization", als.Regularization);
                state.Write("alpha", als.Alpha);
            },
            LoadAls);
        SavedKinds.Register<BprMatrixFactorization>(
            "bpr_matrix_factorization",
            (bpr, state) =>
            {
                SaveFactors(bpr, state);
                state.Write("learning_rate", bpr.LearningRate);
                state.Write("regularization", bpr.Regularization);
                state.Write("iterations", bpr.Iterations);
                state.Write("seed", bpr.Seed);
            },
            LoadBpr);
    }

    private static void SaveFactors(MatrixFactorization model, StateWriter state)
    {
        state.WritePart(InteractionsField, model.Interactions);
        state.Write("user_factors", model.UserFactors);
        state.Write("item_factors", model.ItemFactors);
    }

    /// <summary>Files of earlier versions do not hold what folding in needs; the defaults stand in.</summary>
    private static AlternatingLeastSquares LoadAls(StateReader state)
    {
        var (interactions, users, items) = (state.Part<Interactions>(InteractionsField), state.FiniteTensor("user_factors"), state.FiniteTensor("item_factors"));
        return state.Has("alpha")
            ? AlternatingLeastSquares.FromFactors(interactions, users, items, state.Float("regularization"), state.Float("alpha"))
            : AlternatingLeastSquares.FromFactors(interactions, users, items);
    }

    /// <inheritdoc cref="LoadAls"/>
    private static BprMatrixFactorization LoadBpr(StateReader state)
    {
        var (interactions, users, items) = (state.Part<Interactions>(InteractionsField), state.FiniteTensor("user_factors"), state.FiniteTensor("item_factors"));
        return state.Has("learning_rate")
            ? BprMatrixFactorization.FromFactors(
                interactions, users, items, state.Float("learning_rate"), state.Float("regularization"), state.Int("iterations"), state.Int("seed"))
            : BprMatrixFactorization.FromFactors(interactions, users, items);
    }

    private static void SaveBruteForce(BruteForce index, StateWriter state)
    {
        state.Write("identifiers", [.. index.Identifiers]);
        state.Write("candidates", index.Candidates);
        if (index.QueryTower is { } tower)
        {
            state.WritePart("query_tower", tower);
        }

        if (index.KnownQueries is { } queries)
        {
            state.WritePart("queries", queries.Rows);
            state.Write("query_identifier", queries.Identifier);
        }
    }

    private static BruteForce LoadBruteForce(StateReader state)
    {
        using var candidates = state.FiniteTensor("candidates");
        return new BruteForce(
            candidates,
            state.Texts("identifiers"),
            state.Has("query_tower") ? state.Part<Tower>("query_tower") : null,
            state.Has("queries") ? state.Part<Table>("queries") : null,
            state.Has("queries") ? state.Text("query_identifier") : null);
    }

    private static void SaveInteractions(Interactions interactions, StateWriter state)
    {
        state.Write("user_column", interactions.UserColumn);
        state.Write("item_column", interactions.ItemColumn);
        state.Write("users", [.. interactions.Users]);
        state.Write("items", [.. interactions.Items]);
        SaveRows(interactions.ByUser, state);
        state.Write("repeated", interactions.Repeated);
    }

    private static Popularity LoadPopularity(StateReader state)
    {
        var (candidates, counts) = (state.Texts("candidates"), state.Longs("counts"));
        return candidates.Length == counts.Length
            ? Popularity.FromCounts(state.RequiredText("column"), candidates.Zip(counts, KeyValuePair.Create))
            : throw new ArgumentException($"{candidates.Length} candidates and {counts.Length} counts do not fit");
    }

    private static ItemKnn LoadItemKnn(StateReader state)
    {
        var interactions = state.Part<Interactions>(InteractionsField);
        var items = interactions.Items.Count;
        return new ItemKnn(interactions, state.Int("neighbours"), state.Float("shrinkage"), LoadRows(state, items, items));
    }

    private static Interactions LoadInteractions(StateReader state)
    {
        var (users, items) = (state.Texts("users"), state.Texts("items"));
        var rows = LoadRows(state, users.Length, items.Length);
        return rows.Weights.All(weight => weight > 0)
            ? new Interactions(state.RequiredText("user_column"), state.RequiredText("item_column"), users, items, rows, state.Count("repeated"))
            : throw new ArgumentException("an interaction's weight is not positive");
    }

    private static void SaveRows(SparseRows rows, StateWriter state)
    {
        state.Write("offsets", rows.Offsets);
        state.Write("columns", rows.Columns);
        state.Write("values", rows.Weights);
    }

    /// <summary>Rows whose columns ascend within each, as the library makes them.</summary>
    private static SparseRows LoadRows(StateReader state, int rows, int columns)
    {
        var loaded = new SparseRows(state.Ints("offsets"), state.Ints("columns"), state.Floats("values"));
        var offsets = loaded.Offsets;
        if (offsets.Length != rows + 1 || offsets[0] != 0 || offsets[^1] != loaded.Count || loaded.Weights.Length != loaded.Count)
        {
            throw new ArgumentException($"{offsets.Length} offsets, {loaded.Count} columns and {loaded.Weights.Length} values are no {rows} rows");
        }

        for (var row = 0; row < rows; row++)
        {
            if (offsets[row + 1] < offsets[row])
            {
                throw new ArgumentException($"row {row} ends before it begins");
            }

            // The last offset is within the columns, and offsets that descend later are found there.
            for (var (entry, least) = (offsets[row], 0); entry < Math.Min(offsets[row + 1], loaded.Count); entry++)
            {
                least = loaded.Columns[entry] >= least && loaded.Columns[entry] < columns
                    ? loaded.Columns[entry] + 1
                    : throw new ArgumentException($"entry {entry}, in row {row}, has column {loaded.Columns[entry]}: columns ascend, and there are {columns}");
            }
        }

        state.RequireFinite("values", loaded.Weights);
        return loaded;
    }
}
