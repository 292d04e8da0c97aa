using System.Buffers;
using Tandem.Tensors;

namespace Tandem;

/// <summary>The negatives with the highest logits of each query.</summary>
internal static class HardNegatives
{
    /// <summary>
    /// For each row of logits, whose own candidate is the one in column <paramref name="first"/> + row, where it and the hardest negatives stand in
    /// the matrix: the own candidate first, then the negatives from the highest down, ties by the lower column.
    /// </summary>
    public static Indices Choose(Tensor logits, int negatives, int first)
    {
        var (rows, columns) = (logits.Shape.Rows, logits.Shape.Columns);
        var values = ArrayPool<float>.Shared.Rent(logits.Shape.Count);
        logits.Device.Download(logits, values.AsSpan(0, logits.Shape.Count));
        var chosen = new int[rows * (negatives + 1)];
        Parallel.For(0, rows, row =>
        {
            var places = chosen.AsSpan(row * (negatives + 1), negatives + 1);
            places[0] = first + row;
            Choose(values.AsSpan(row * columns, columns), first + row, places[1..]);
            foreach (ref var place in places)
            {
                place += row * columns;
            }
        });
        ArrayPool<float>.Shared.Return(values);
        return Indices.From(chosen, areDistinct: true, logits.Device);
    }

    private static void Choose(ReadOnlySpan<float> logits, int own, Span<int> hardest)
    {
        // The queue's head is the least of those chosen so far: of equal logits, the higher column.
        var chosen = new PriorityQueue<int, (float Logit, int Column)>(hardest.Length + 1);
        var least = float.NegativeInfinity;
        for (var column = 0; column < logits.Length; column++)
        {
            if (column == own || (chosen.Count == hardest.Length && logits[column] <= least))
            {
                continue;
            }

            chosen.Enqueue(column, (logits[column], -column));
            if (chosen.Count > hardest.Length)
            {
                chosen.Dequeue();
            }

            chosen.TryPeek(out _, out var head);
            least = head.Logit;
        }

        for (var i = hardest.Length - 1; i >= 0; i--)
        {
            hardest[i] = chosen.Dequeue();
        }
    }
}
