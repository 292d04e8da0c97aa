namespace Tandem.Tensors;

/// <summary>
/// The seam for hardware: memory and the kernels that the library's operations are made of. Callers have checked shapes,
/// index ranges and that all arguments live on this device; kernels check nothing. Results are deterministic: they depend
/// neither on the number of threads nor on timing. A result never overlaps an argument unless a kernel says so.
/// </summary>
public interface IDevice
{
    /// <summary>A short name for people, such as <c>cpu (AVX-512, 2 threads)</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether kernels run on after the call that starts them returns, as on a GPU: reading a value then waits for all that was started before, so training reads losses seldom, and
    /// decides nothing by the values of a step.
    /// </summary>
    bool RunsAhead { get; }

    /// <summary>The number of storages allocated and not yet disposed: what a leak test watches.</summary>
    long LiveStorages { get; }

    /// <summary>Allocates floats; their values are not set.</summary>
    Storage Allocate(int length);

    /// <summary>Allocates 32-bit integers; their values are not set.</summary>
    Storage AllocateIndices(int length);

    /// <summary>Copies host values to the device: all elements of a tensor, or those from the <paramref name="first"/> on.</summary>
    void Upload(ReadOnlySpan<float> source, Tensor target, int first = 0);

    /// <summary>Copies host values to the device.</summary>
    void Upload(ReadOnlySpan<int> source, Indices target);

    /// <summary>Copies values to the host, waiting for the kernels that compute them.</summary>
    void Download(Tensor source, Span<float> target);

    /// <summary>Copies values to the host, waiting for the kernels that compute them.</summary>
    void Download(Indices source, Span<int> target);

    /// <summary>Sets every element.</summary>
    void Fill(Tensor target, float value);

    /// <summary>Copies the elements of a tensor with as many elements.</summary>
    void Copy(Tensor source, Tensor target);

    /// <summary>
    /// <c>result = op(a)·op(b)</c>, or <c>result += …</c>. <c>op</c> transposes where asked: a is <c>[m, k]</c> or, transposed,
    /// <c>[k, m]</c>; b is <c>[k, n]</c> or <c>[n, k]</c>; result is <c>[m, n]</c>.
    /// </summary>
    void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor result, bool accumulate);

    /// <summary>
    /// A dense layer: <c>result = rows·kernel + bias</c>, and where asked its negative elements become 0. rows is <c>[m, k]</c>, kernel <c>[k, n]</c>, bias
    /// <c>[n]</c> or absent, result <c>[m, n]</c>.
    /// </summary>
    void Dense(Tensor rows, Tensor kernel, Tensor? bias, bool relu, Tensor result);

    /// <summary>
    /// The gradient of <see cref="Dense"/> before its product: <c>result = gradient</c> where the layer's outputs are positive and 0 elsewhere, and the sums of result's
    /// columns, which are the bias's gradient. Without outputs the gradient is only summed, and result must be the gradient itself.
    /// </summary>
    /// <param name="outputs">The layer's outputs, <c>[m, n]</c>; <see langword="null"/> for a layer without relu.</param>
    /// <param name="gradient"><c>[m, n]</c>.</param>
    /// <param name="result">Receives <c>[m, n]</c>; may be <paramref name="gradient"/>.</param>
    /// <param name="sums">Receives <c>[n]</c>.</param>
    void DenseGradient(Tensor? outputs, Tensor gradient, Tensor result, Tensor sums);

    /// <summary>Which columns of a matrix hold anything but zeros. Waits for the kernels that compute it.</summary>
    /// <param name="x"><c>[m, n]</c>.</param>
    /// <param name="active">Receives n flags.</param>
    void ActiveColumns(Tensor x, Span<bool> active);

    /// <summary><c>result[i, j] = x[i, columns[j]]</c></summary>
    void GatherColumns(Tensor x, Indices columns, Tensor result);

    /// <summary><c>target[i, columns[j]] = source[i, j]</c>; the columns are distinct, the others of the target stay.</summary>
    void ScatterColumns(Tensor source, Indices columns, Tensor target);

    /// <summary>
    /// <c>result = a op b</c> elementwise. <paramref name="b"/> has a's shape, or is repeated as <paramref name="broadcast"/> says.
    /// The result may be <paramref name="a"/> itself.
    /// </summary>
    void Binary(BinaryOperator op, Tensor a, Tensor b, Broadcast broadcast, Tensor result);

    /// <summary><c>result = op(x)</c> elementwise. The result may be <paramref name="x"/> itself.</summary>
    void Unary(UnaryOperator op, Tensor x, Tensor result);

    /// <summary>The gradient of <see cref="Unary"/>: <c>result = gradient · op′</c>, from the argument x and the value y = op(x).</summary>
    void UnaryGradient(UnaryOperator op, Tensor x, Tensor y, Tensor gradient, Tensor result);

    /// <summary><c>result = factor · x</c>. The result may be <paramref name="x"/> itself.</summary>
    void Scale(Tensor x, float factor, Tensor result);

    /// <summary>Each element, or the nearer of the two limits where it is beyond them; NaN becomes a limit or stays. The result may be <paramref name="x"/> itself.</summary>
    void Clamp(Tensor x, float low, float high, Tensor result);

    /// <summary>The sum of all elements, as a scalar.</summary>
    void Sum(Tensor x, Tensor result);

    /// <summary>The sum over rows: <c>[m, n]</c> to <c>[n]</c>.</summary>
    void SumRows(Tensor x, Tensor result);

    /// <summary>The sum over columns: <c>[m, n]</c> to <c>[m]</c>.</summary>
    void SumColumns(Tensor x, Tensor result);

    /// <summary>
    /// The softmax of each row of <c>[m, n]</c>, or its logarithm. Elements may be −∞; a row of nothing else becomes zeros, or −∞.
    /// </summary>
    void Softmax(Tensor x, bool logarithm, Tensor result);

    /// <summary>The logarithm of the sum of each row's exponentials: <c>[m, n]</c> to <c>[m]</c>. Elements may be −∞; a row of nothing else gives −∞.</summary>
    void LogSumExp(Tensor x, Tensor result);

    /// <summary>Whether no element is NaN or infinite. Waits for the kernels that compute x.</summary>
    bool AllFinite(Tensor x);

    /// <summary><c>result[i] = table[rows[i]]</c>, rows of <c>[count, d]</c>.</summary>
    void Gather(Tensor table, Indices rows, Tensor result);

    /// <summary><c>target[rows[i]] += source[i]</c>; rows that occur several times are summed in the order of i.</summary>
    void ScatterAdd(Tensor source, Indices rows, Tensor target);

    /// <summary>
    /// <c>result[i] = Σ weights[e]·table[rows[e]]</c> over the entries e of bag i, <c>offsets[i] … offsets[i + 1] − 1</c>, in their order; zeros for
    /// a bag without entries.
    /// </summary>
    /// <param name="table">Rows of <c>[count, d]</c>.</param>
    /// <param name="rows">A row of the table for each entry.</param>
    /// <param name="offsets">One more than there are bags, from 0 to the number of entries.</param>
    /// <param name="weights">One for each entry; <see langword="null"/> for 1.</param>
    /// <param name="result">Receives <c>[bags, d]</c>.</param>
    void PoolRows(Tensor table, Indices rows, Indices offsets, Tensor? weights, Tensor result);

    /// <summary>Copies <paramref name="count"/> columns of <c>[m, ·]</c> from one place to another.</summary>
    void CopyColumns(Tensor source, int sourceColumn, Tensor target, int targetColumn, int count);

    /// <summary>
    /// The inner products of the parts of each row: x is <c>[m, parts · d]</c>, the result <c>[m, pairs]</c> holds ⟨part i, part j⟩ for j &lt; i, and for
    /// j = i where asked, in the order (1, 0), (2, 0), (2, 1), ….
    /// </summary>
    void PairDots(Tensor x, int parts, bool withItself, Tensor result);

    /// <summary>The gradient of <see cref="PairDots"/> with respect to x, given that of its result, <c>[m, pairs]</c>.</summary>
    void PairDotsGradient(Tensor x, int parts, bool withItself, Tensor gradient, Tensor result);

    /// <summary>
    /// The in-batch softmax cross-entropy and, where asked, its gradients; see <see cref="InBatchSoftmaxProblem"/>.
    /// The matrix of logits is never stored.
    /// </summary>
    /// <param name="problem">The batch.</param>
    /// <param name="loss">Receives the loss, a scalar: the sum over pairs.</param>
    /// <param name="queryGradient">Receives ∂loss/∂queries, <c>[m, d]</c>; both gradients or none.</param>
    /// <param name="candidateGradient">Receives ∂loss/∂candidates, <c>[n, d]</c>.</param>
    void InBatchSoftmax(in InBatchSoftmaxProblem problem, Tensor loss, Tensor? queryGradient, Tensor? candidateGradient);

    /// <summary>
    /// For each pair, the number of corpus rows that score strictly higher for its query than its true candidate does;
    /// <see cref="int.MaxValue"/> where the true score is not finite. True and corpus scores are summed in the same order, so a
    /// candidate never outranks itself by rounding.
    /// </summary>
    /// <param name="queries"><c>[m, d]</c>.</param>
    /// <param name="trueCandidates"><c>[t, d]</c>.</param>
    /// <param name="pairQueries">For each of the p pairs, a row of queries.</param>
    /// <param name="pairCandidates">For each pair, a row of true candidates.</param>
    /// <param name="corpus"><c>[n, d]</c>.</param>
    /// <param name="ranks">Receives the counts, <c>[p]</c>.</param>
    void RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates, Tensor corpus, Indices ranks);

    /// <summary>
    /// The k corpus rows with the highest inner product for each query, best first, ties by the lower row. Where fewer than k are
    /// left after exclusions, the rest is row −1 with score −∞.
    /// </summary>
    /// <param name="queries"><c>[m, d]</c>.</param>
    /// <param name="corpus"><c>[n, d]</c>.</param>
    /// <param name="excludedOffsets"><c>[m + 1]</c>: query i excludes <c>excluded[offsets[i] … offsets[i+1])</c>; <see langword="null"/> for none.</param>
    /// <param name="excluded">Rows of the corpus, ascending for each query; may repeat.</param>
    /// <param name="scores">Receives <c>[m, k]</c>, which fixes k.</param>
    /// <param name="rows">Receives <c>[m · k]</c> rows of the corpus.</param>
    void TopK(Tensor queries, Tensor corpus, Indices? excludedOffsets, Indices? excluded, Tensor scores, Indices rows);

    /// <summary>The k highest of each row of scores that were computed otherwise; as <see cref="TopK"/>, whose scores are inner products.</summary>
    /// <param name="scores"><c>[m, n]</c>; a NaN is never among the best.</param>
    /// <param name="excludedOffsets">As in <see cref="TopK"/>.</param>
    /// <param name="excluded">As in <see cref="TopK"/>: columns of the scores.</param>
    /// <param name="best">Receives <c>[m, k]</c>, which fixes k.</param>
    /// <param name="columns">Receives <c>[m · k]</c> columns of the scores.</param>
    void SelectTopK(Tensor scores, Indices? excludedOffsets, Indices? excluded, Tensor best, Indices columns);

    /// <summary>Gradient descent: <c>w −= rate·g</c>. With <paramref name="rows"/> (distinct), g holds those rows of w only.</summary>
    void Sgd(Tensor weights, Tensor gradient, Indices? rows, float rate);

    /// <summary>
    /// Gradient descent with momentum: <c>v = µv − rate·g; w += v</c>, or with Nesterov's look ahead <c>w += µv − rate·g</c>. With <paramref name="rows"/>
    /// (distinct), g holds those rows only and is zero elsewhere: every row's velocity decays and every row moves.
    /// </summary>
    void Momentum(Tensor weights, Tensor velocity, Tensor gradient, Indices? rows, float rate, float momentum, bool nesterov);

    /// <summary>
    /// Adagrad: <c>acc += g²; w −= rate·g/√(acc + ε)</c>. With <paramref name="rows"/> (distinct), g holds those rows only, and no other
    /// row of the weights or the accumulator is touched.
    /// </summary>
    void Adagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon);

    /// <summary>
    /// Row-wise Adagrad, one accumulator for each row: <c>acc[row] += mean(g²); w −= rate·g/(√acc[row] + ε)</c>. A vector is one row. With
    /// <paramref name="rows"/> (distinct), g holds those rows only, and no other row is touched.
    /// </summary>
    void RowWiseAdagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon);

    /// <summary>
    /// Clippy Adagrad, see <see cref="ClippyAdagradRule"/>. With <paramref name="rows"/> (distinct), g holds those rows only, and no other row is touched.
    /// </summary>
    /// <returns>The factor in [0, 1] that the step was shrunk by. Waits for the kernels that compute the arguments.</returns>
    float ClippyAdagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, in ClippyAdagradRule rule);

    /// <summary>
    /// Adam: <c>m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= rate·m/(√v + ε)</c>, the bias correction being part of the rate.
    /// 1−β is taken in double precision before it is rounded, as Keras does: 1−0.999f is off by 5e-5 of itself.
    /// With <paramref name="rows"/> (distinct), g holds those rows only and is zero elsewhere: every row's moments decay and every row moves.
    /// </summary>
    void Adam(Tensor weights, Tensor moment, Tensor variance, Tensor gradient, Indices? rows, float rate, double beta1, double beta2, float epsilon);

    /// <summary>
    /// RMSprop: <c>v = ρv + (1−ρ)g²; s = µs + rate·g/√(v + ε); w −= s</c>. With means, <c>m = ρm + (1−ρ)g</c>, and the root is of <c>v − m² + ε</c>.
    /// With <paramref name="rows"/> (distinct), g holds those rows only and is zero elsewhere: every row's averages decay.
    /// </summary>
    /// <param name="weights">w.</param>
    /// <param name="squares">v.</param>
    /// <param name="means">m; <see langword="null"/> for none.</param>
    /// <param name="steps">s; <see langword="null"/> for none, which is µ = 0.</param>
    /// <param name="gradient">g.</param>
    /// <param name="rows">The rows of g; <see langword="null"/> for all.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="rho">ρ; 1−ρ is taken in double precision before it is rounded.</param>
    /// <param name="momentum">µ.</param>
    /// <param name="epsilon">ε.</param>
    void RmsProp(
        Tensor weights, Tensor squares, Tensor? means, Tensor? steps, Tensor gradient, Indices? rows, float rate, double rho, float momentum, float epsilon);

    /// <summary>
    /// Follow the regularised leader, see <see cref="FtrlRule"/>. With <paramref name="rows"/> (distinct), g holds those rows only, and no other row is
    /// touched. A weight whose divisor is zero, having had no gradient yet, stays.
    /// </summary>
    void Ftrl(Tensor weights, Tensor accumulator, Tensor linear, Tensor gradient, Indices? rows, in FtrlRule rule);

    /// <summary>
    /// Replaces a symmetric positive definite matrix by its inverse. Only the triangle below the diagonal, and the diagonal, are read;
    /// all of the inverse is written.
    /// </summary>
    /// <param name="matrix"><c>[n, n]</c>.</param>
    /// <param name="cancellation">Ends the work early; the matrix is then not defined.</param>
    /// <returns>−1; or a row that shows the matrix is not positive definite to working precision, whose content is then not defined.</returns>
    /// <exception cref="OperationCanceledException">The inverse is no longer wanted.</exception>
    int InvertPositiveDefinite(Tensor matrix, CancellationToken cancellation = default);

    /// <summary>
    /// The least squares of weighted implicit feedback, for each row i of the solution: conjugate-gradient steps, from where it stands,
    /// towards <c>(gram + Σ w_e · t_e t_eᵀ) x_i = Σ (1 + w_e) · t_e</c> over e from offsets[i] to offsets[i + 1], where t_e is row rows[e]
    /// of the table. A row without entries becomes zero.
    /// </summary>
    /// <param name="gram">What all rows share, <c>[d, d]</c>, symmetric positive definite.</param>
    /// <param name="table"><c>[count, d]</c>.</param>
    /// <param name="offsets"><c>[m + 1]</c>, ascending from 0 to the number of entries.</param>
    /// <param name="rows">For each entry a row of the table.</param>
    /// <param name="weights">For each entry its w: confidence − 1.</param>
    /// <param name="steps">How many steps, 1 or more.</param>
    /// <param name="solution">Where the steps start, and receives where they end: <c>[m, d]</c>.</param>
    /// <param name="cancellation">Ends the work early; some rows of the solution are then as they were.</param>
    /// <exception cref="OperationCanceledException">The solution is no longer wanted.</exception>
    void ImplicitLeastSquares(
        Tensor gram, Tensor table, Indices offsets, Indices rows, Tensor weights, int steps, Tensor solution, CancellationToken cancellation = default);
}
