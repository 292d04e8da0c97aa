namespace Tandem.Tensors;

/// <summary>Runs recorded operations backwards.</summary>
internal static class Tape
{
    /// <inheritdoc cref="Tensor.Backward"/>
    public static void Backward(Tensor root)
    {
        if (root.Shape.Count != 1)
        {
            throw new InvalidOperationException($"Backward starts from a scalar, such as a loss; this tensor has shape {root.Shape}. Sum it first.");
        }

        if (!root.RequiresGradient)
        {
            throw new InvalidOperationException("Backward: nothing this tensor was computed from requires a gradient. Compute it from a Parameter.");
        }

        var upstream = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance)
        {
            [root] = Tensor.Full(root.Shape, 1f, root.Device),
        };
        foreach (var tensor in ResultsLastFirst(root))
        {
            if (upstream.Remove(tensor, out var gradient))
            {
                Propagate(tensor, gradient, upstream);
            }
        }
    }

    /// <summary>Adds the gradient of looked-up rows to a leaf, without a dense table in between.</summary>
    public static void AddRows(Tensor leaf, Indices rows, Tensor values) => (leaf.Gradient ??= new Gradient(leaf)).AddRows(rows, values);

    private static void Propagate(Tensor tensor, Tensor gradient, Dictionary<Tensor, Tensor> upstream)
    {
        if (tensor.Source is not { } operation)
        {
            (tensor.Gradient ??= new Gradient(tensor)).Add(gradient);
            return;
        }

        var gradients = new Tensor?[operation.Inputs.Length];
        operation.Backward(gradient, gradients);
        for (var i = 0; i < gradients.Length; i++)
        {
            var input = operation.Inputs[i];
            if (gradients[i] is { } part && input.RequiresGradient)
            {
                upstream[input] = upstream.TryGetValue(input, out var sum) ? Add(sum, part) : part;
            }
        }
    }

    /// <summary>A new tensor: the parts may be shared with other inputs.</summary>
    private static Tensor Add(Tensor left, Tensor right)
    {
        var sum = Tensor.Empty(left.Shape, left.Device);
        left.Device.Binary(BinaryOperator.Add, left, right, Broadcast.None, sum);
        return sum;
    }

    /// <summary>What the root was computed from, each tensor after all that were computed from it; leaves come last.</summary>
    private static List<Tensor> ResultsLastFirst(Tensor root)
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance) { root };
        var found = new List<Tensor> { root };
        for (var next = 0; next < found.Count; next++)
        {
            foreach (var input in found[next].Source?.Inputs ?? [])
            {
                if (input.RequiresGradient && seen.Add(input))
                {
                    found.Add(input);
                }
            }
        }

        found.Sort((left, right) => (right.Source?.Order ?? 0).CompareTo(left.Source?.Order ?? 0));
        return found;
    }
}
