namespace Tandem.Tensors;

/// <content>The differentiable operations.</content>
public sealed partial class Tensor
{
    /// <summary>a + b; b has a's shape <c>[m, n]</c>, or is a row <c>[n]</c>, a column <c>[m, 1]</c> or a scalar that is repeated.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => Elementwise.Forward(BinaryOperator.Add, a, b);

    /// <summary>a − b, with the shapes of <see cref="op_Addition(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator -(Tensor a, Tensor b) => Elementwise.Forward(BinaryOperator.Subtract, a, b);

    /// <summary>a · b elementwise, with the shapes of <see cref="op_Addition(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator *(Tensor a, Tensor b) => Elementwise.Forward(BinaryOperator.Multiply, a, b);

    /// <summary>a / b elementwise, with the shapes of <see cref="op_Addition(Tensor, Tensor)"/>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator /(Tensor a, Tensor b) => Elementwise.Forward(BinaryOperator.Divide, a, b);

    /// <summary>factor · x</summary>
    public static Tensor operator *(float factor, Tensor x) => Scaling.Forward(x, factor);

    /// <summary>−x</summary>
    public static Tensor operator -(Tensor x) => Scaling.Forward(x, -1f);

    /// <summary>The matrix product of this <c>[m, k]</c> and <paramref name="other"/> <c>[k, n]</c>, either transposed first if asked: <c>[m, n]</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor MatMul(Tensor other, bool transposeThis = false, bool transposeOther = false) =>
        MatrixProduct.Forward(this, transposeThis, other, transposeOther);

    /// <summary>
    /// Dense layers one after another, <c>[batch, inputs]</c> to <c>[batch, units of the last]</c>: each <c>relu(rows·kernel + bias)</c>, bias and relu where it has
    /// them. The same as a product, a sum and a relu for each, in fewer passes over memory; units that are silent for the whole batch cost next to nothing.
    /// </summary>
    /// <exception cref="ArgumentException">There is no layer, or the shapes do not fit.</exception>
    public Tensor DenseLayers(params ReadOnlySpan<DenseLayer> layers) => DenseStack.Forward(this, layers);

    /// <summary>The given rows of this table <c>[count, d]</c>: <c>[rows, d]</c>. The gradient of a table stays row-sparse.</summary>
    /// <exception cref="ArgumentException">A row is not in the table.</exception>
    public Tensor Gather(Indices rows) => RowGather.Forward(this, rows);

    /// <summary>
    /// For each bag, the mean or sum of the rows of this table <c>[count, d]</c> that it names: <c>[bags, d]</c>. The rows are not copied, and the
    /// gradient of a table stays row-sparse. No gradient flows to the weights.
    /// </summary>
    /// <exception cref="ArgumentException">An id is not a row of the table; the message names bag and position.</exception>
    public Tensor PoolRows(Bags bags, Pooling pooling = Pooling.Mean) => BagPooling.Forward(this, bags, pooling);

    /// <summary>Matrices <c>[m, ·]</c> side by side.</summary>
    /// <exception cref="ArgumentException">There is none, or they differ in rows.</exception>
    public static Tensor Concat(params Tensor[] parts) => ColumnConcat.Forward(parts);

    /// <summary>The given columns of this matrix <c>[m, n]</c>: <c>[m, count]</c>.</summary>
    /// <exception cref="ArgumentException">The tensor is no matrix, or has no such columns.</exception>
    public Tensor Columns(int start, int count) => ColumnSlice.Forward(this, start, count);

    /// <summary>
    /// Adds the rows of this matrix <c>[m, d]</c> to those of a matrix of zeros: row i to row <c>targets[i]</c> of <c>[rows, d]</c>.
    /// The opposite of <see cref="Gather"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is no matrix with a row for each target, or a target is not among the rows.</exception>
    public Tensor ScatterRows(Indices targets, int rows) => RowScatter.Forward(this, targets, rows);

    /// <summary>The same elements, row-major, with other extents.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Tensor Reshape(Shape shape) => Reshaping.Forward(this, shape);

    /// <summary>The sum of all elements, a scalar.</summary>
    public Tensor Sum() => Summation.All(this);

    /// <summary>The mean of all elements, a scalar.</summary>
    public Tensor Mean() => 1f / Shape.Count * Sum();

    /// <summary>The sum over rows: <c>[m, n]</c> to <c>[n]</c>.</summary>
    public Tensor SumRows() => Summation.OverRows(this);

    /// <summary>The sum over columns: <c>[m, n]</c> to <c>[m, 1]</c>.</summary>
    public Tensor SumColumns() => Summation.OverColumns(this);

    /// <summary>
    /// The inner products of the parts of each row, <c>[m, parts · d]</c> to <c>[m, pairs]</c>: ⟨part i, part j⟩ for j &lt; i, and for j = i where asked, in the
    /// order (1, 0), (2, 0), (2, 1), ….
    /// </summary>
    /// <param name="parts">The number of parts, all of one length.</param>
    /// <param name="withItself">Whether a part's product with itself is among them, after its products with earlier ones.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix, or its rows cannot be cut into so many parts.</exception>
    public Tensor PairDots(int parts, bool withItself = false) => RowPairDots.Forward(this, parts, withItself);

    /// <summary>max(x, 0)</summary>
    public Tensor Relu() => Function.Forward(UnaryOperator.Relu, this);

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    public Tensor Sigmoid() => Function.Forward(UnaryOperator.Sigmoid, this);

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => Function.Forward(UnaryOperator.Tanh, this);

    /// <summary>eˣ</summary>
    public Tensor Exp() => Function.Forward(UnaryOperator.Exp, this);

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => Function.Forward(UnaryOperator.Log, this);

    /// <summary>√x</summary>
    public Tensor Sqrt() => Function.Forward(UnaryOperator.Sqrt, this);

    /// <summary>x²</summary>
    public Tensor Square() => Function.Forward(UnaryOperator.Square, this);

    /// <summary>
    /// The sum of a scalar term over blocks of a matrix's rows, such as a loss over blocks of queries. Each block's gradients are computed right
    /// after its term, which makes the memory that of one block; gradients flow to the two tensors given here alone.
    /// </summary>
    /// <param name="rows">The matrix that is cut, <c>[m, n]</c>.</param>
    /// <param name="shared">What every block sees all of.</param>
    /// <param name="blockRows">The rows of a block; the last has the rest.</param>
    /// <param name="term">The scalar of a block, from its rows, from what is shared, and from the number of its first row.</param>
    /// <exception cref="ArgumentException">The rows are no matrix, a block has none, or the tensors live on different devices.</exception>
    public static Tensor SumOverRowBlocks(Tensor rows, Tensor shared, int blockRows, Func<Tensor, Tensor, int, Tensor> term) =>
        RowBlocks.Sum(rows, shared, blockRows, term);

    /// <summary>|x|; its gradient at 0 is 0.</summary>
    public Tensor Abs() => Function.Forward(UnaryOperator.Abs, this);

    /// <inheritdoc cref="UnaryOperator.Elu"/>
    public Tensor Elu() => Function.Forward(UnaryOperator.Elu, this);

    /// <inheritdoc cref="UnaryOperator.Selu"/>
    public Tensor Selu() => Function.Forward(UnaryOperator.Selu, this);

    /// <inheritdoc cref="UnaryOperator.Gelu"/>
    public Tensor Gelu() => Function.Forward(UnaryOperator.Gelu, this);

    /// <inheritdoc cref="UnaryOperator.Softplus"/>
    public Tensor Softplus() => Function.Forward(UnaryOperator.Softplus, this);

    /// <inheritdoc cref="UnaryOperator.Softsign"/>
    public Tensor Softsign() => Function.Forward(UnaryOperator.Softsign, this);

    /// <inheritdoc cref="UnaryOperator.HardSigmoid"/>
    public Tensor HardSigmoid() => Function.Forward(UnaryOperator.HardSigmoid, this);

    /// <inheritdoc cref="UnaryOperator.Swish"/>
    public Tensor Swish() => Function.Forward(UnaryOperator.Swish, this);

    /// <summary>
    /// The softmax of each row: <c>eˣ / Σ eˣ</c> over the columns. Elements may be −∞, which take no part; a row of nothing else becomes zeros.
    /// </summary>
    public Tensor Softmax() => RowSoftmax.Forward(this, logarithm: false);

    /// <summary>The logarithm of <see cref="Softmax"/>, without the loss of digits that taking it afterwards would bring; −∞ where that is 0.</summary>
    public Tensor LogSoftmax() => RowSoftmax.Forward(this, logarithm: true);

    /// <summary>The logarithm of the sum of each row's exponentials: <c>[m, n]</c> to <c>[m, 1]</c>. Elements may be −∞; a row of nothing else gives −∞.</summary>
    public Tensor LogSumExp() => RowLogSumExp.Forward(this);

    /// <summary>The in-batch softmax cross-entropy of a batch, summed over its pairs: a scalar. See <see cref="InBatchSoftmaxProblem"/>.</summary>
    /// <exception cref="ArgumentException">The parts of the problem do not fit together; the message says which.</exception>
    public static Tensor InBatchSoftmax(in InBatchSoftmaxProblem problem) => Tensors.InBatchSoftmax.Forward(problem);
}
