using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>The places of the pairs in a matrix of inner products, for each number of parts that was asked for.</summary>
    private readonly Dictionary<(int Parts, bool WithItself), torch.Tensor> _pairPlaces = [];

    /// <inheritdoc/>
    public void Sum(Tensor x, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Flat(x).sum()));

    /// <inheritdoc/>
    public void SumRows(Tensor x, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Matrix(x).sum(dim: 0)));

    /// <inheritdoc/>
    public void SumColumns(Tensor x, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Matrix(x).sum(dim: 1)));

    /// <inheritdoc/>
    public void Softmax(Tensor x, bool logarithm, Tensor result)
    {
        if (x.Shape.Count == 0)
        {
            return;
        }

        // Where nothing takes part libtorch divides zero by zero.
        Run(kernel =>
        {
            var logits = Kernel.Matrix(x);
            var isEmpty = logits.amax([1], keepdim: true).Is(float.NegativeInfinity);
            var value = logarithm ? torch.nn.functional.log_softmax(logits, 1) : torch.nn.functional.softmax(logits, 1);
            kernel.Set(result, value.FillInPlace(isEmpty, logarithm ? float.NegativeInfinity : 0));
        });
    }

    /// <inheritdoc/>
    public void LogSumExp(Tensor x, Tensor result)
    {
        if (x.Shape.Count == 0)
        {
            return;
        }

        Run(kernel => kernel.Set(result, Kernel.Matrix(x).logsumexp(1)));
    }

    /// <inheritdoc/>
    public void PairDots(Tensor x, int parts, bool withItself, Tensor result)
    {
        if (result.Shape.Count == 0)
        {
            return;
        }

        Run(kernel =>
        {
            var vectors = Kernel.View(x, x.Shape.Rows, parts, x.Shape.Columns / parts);
            var products = vectors.bmm(vectors.transpose(1, 2)).view(x.Shape.Rows, parts * parts);
            kernel.Set(result, products.index_select(1, PairPlaces(parts, withItself)));
        });
    }

    /// <inheritdoc/>
    public void PairDotsGradient(Tensor x, int parts, bool withItself, Tensor gradient, Tensor result)
    {
        var rows = x.Shape.Rows;
        if (result.Shape.Count == 0)
        {
            return;
        }

        // ⟨part i, part j⟩ passes g times part j to part i, and the other way round: (G + Gᵀ)·x, which counts a part's product with itself twice, as it must.
        Run(kernel =>
        {
            var pairs = torch.zeros(rows, parts * parts, torch.float32, Native);
            if (gradient.Shape.Count > 0)
            {
                pairs.index_copy_(1, PairPlaces(parts, withItself), Kernel.Matrix(gradient));
            }

            var square = pairs.view(rows, parts, parts);
            kernel.Set(result, square.add(square.transpose(1, 2)).bmm(Kernel.View(x, rows, parts, x.Shape.Columns / parts)));
        });
    }

    /// <inheritdoc/>
    public bool AllFinite(Tensor x)
    {
        // 0·x is 0 for a finite x and NaN for all else, and a NaN survives any sum.
        return Run(_ => Kernel.Flat(x).Times(0).sum().item<float>() == 0);
    }

    private torch.Tensor PairPlaces(int parts, bool withItself)
    {
        lock (_pairPlaces)
        {
            if (!_pairPlaces.TryGetValue((parts, withItself), out var places))
            {
                long[] flat = [.. Enumerable.Range(0, parts).SelectMany(i => Enumerable.Range(0, withItself ? i + 1 : i).Select(j => ((long)i * parts) + j))];
                places = _pairPlaces[(parts, withItself)] = Kernel.Unscoped(() => ToDevice(HostMemory.Copy<long>(flat, torch.int64)));
            }

            return places;
        }
    }
}
