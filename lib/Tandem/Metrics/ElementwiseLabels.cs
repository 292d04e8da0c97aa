namespace Tandem;

/// <summary>What metrics of single predictions ask of a batch. An error names the place.</summary>
internal static class ElementwiseLabels
{
    /// <exception cref="ArgumentException">There is not a label for each prediction.</exception>
    public static void Check(PredictionBatch batch, string metric)
    {
        if (batch.HasLabelPerRow)
        {
            throw new ArgumentException($"{metric}: {batch.Labels.Length} labels do not fit predictions {batch.Shape}. Give a label for each prediction.");
        }
    }

    /// <exception cref="ArgumentException">A label is neither 0 nor 1.</exception>
    public static void CheckBinary(PredictionBatch batch, string metric)
    {
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            if (batch.Labels[i] is not (0f or 1f))
            {
                throw new ArgumentException($"{metric}: the label in {batch.Place(i)} is {batch.Labels[i]}. Its labels are 0 or 1: say which ratings count as 1 first.");
            }
        }
    }

    /// <exception cref="ArgumentException">A prediction is not from 0 to 1.</exception>
    public static void CheckProbabilities(PredictionBatch batch, string metric)
    {
        for (var i = 0; i < batch.Predictions.Length; i++)
        {
            if (batch.Predictions[i] is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"{metric}: the prediction in {batch.Place(i)} is {batch.Predictions[i]}. It measures probabilities, from 0 to 1: take the sigmoid of logits first.");
            }
        }
    }
}
