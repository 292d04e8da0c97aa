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
            state => Popularity.FromCounts(state.Text("column")!, state.Texts("candidates").Zip(state.Longs("counts"), KeyValuePair.Create)));
        SavedKinds.Register<Interactions>("interactions", SaveInteractions, LoadInteractions);
        SavedKinds.Register<Ease>(
            "ease",
            (ease, state) =>
            {
                state.WritePart(InteractionsField, ease.Interactions);
                state.Write("regularization", ease.Regularization);
                state.Write("item_weights", ease.Weights);
            },
            state => Ease.FromWeights(state.Part<Interactions>(InteractionsField), state.Float("regularization"), state.Tensor("item_weights")));
        SavedKinds.Register<ItemKnn>(
            "item_knn",
            (knn, state) =>
            {
                state.WritePart(InteractionsField, knn.Interactions);
                state.Write("neighbours", knn.Neighbours);
                state.Write("shrinkage", knn.Shrinkage);
                SaveRows(knn.SimilarItems, state);
            },
            state => new ItemKnn(state.Part<Interactions>(InteractionsField), state.Int("neighbours"), state.Float("shrinkage"), LoadRows(state)));
        SavedKinds.Register<HistoryTowers>(
            "history_towers",
            (towers, state) =>
            {
                state.WritePart(InteractionsField, towers.Interactions);
                state.Write("history_embeddings", towers.HistoryEmbeddings);
                state.Write("item_embeddings", towers.ItemEmbeddings);
            },
            state => HistoryTowers.FromEmbeddings(state.Part<Interactions>(InteractionsField), state.Tensor("history_embeddings"), state.Tensor("item_embeddings")));
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
        var (interactions, users, items) = (state.Part<Interactions>(InteractionsField), state.Tensor("user_factors"), state.Tensor("item_factors"));
        return state.Has("alpha")
            ? AlternatingLeastSquares.FromFactors(interactions, users, items, state.Float("regularization"), state.Float("alpha"))
            : AlternatingLeastSquares.FromFactors(interactions, users, items);
    }

    /// <inheritdoc cref="LoadAls"/>
    private static BprMatrixFactorization LoadBpr(StateReader state)
    {
        var (interactions, users, items) = (state.Part<Interactions>(InteractionsField), state.Tensor("user_factors"), state.Tensor("item_factors"));
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
    }

    private static BruteForce LoadBruteForce(StateReader state)
    {
        using var candidates = state.Tensor("candidates");
        return new BruteForce(candidates, state.Texts("identifiers"), state.Has("query_tower") ? state.Part<Tower>("query_tower") : null);
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

    private static Interactions LoadInteractions(StateReader state) => new(
        state.Text("user_column")!, state.Text("item_column")!, state.Texts("users"), state.Texts("items"), LoadRows(state), state.Int("repeated"));

    private static void SaveRows(SparseRows rows, StateWriter state)
    {
        state.Write("offsets", rows.Offsets);
        state.Write("columns", rows.Columns);
        state.Write("values", rows.Weights);
    }

    private static SparseRows LoadRows(StateReader state) => new(state.Ints("offsets"), state.Ints("columns"), state.Floats("values"));
}
