using Tandem.Tensors;

namespace Tandem;

/// <summary>What became of an invented order.</summary>
internal sealed class OlistJourney
{
    public OlistJourney(DateTime purchased, bool isEmpty, SeededRandom random)
    {
        Purchased = purchased;
        Expected = purchased.Date.AddDays(15 + random.NextInt(20));
        Status = isEmpty
            ? random.NextInt(2) == 0 ? "unavailable" : "canceled"
            : random.NextInt(50) == 0 ? "shipped" : "delivered";
        Approved = purchased.AddSeconds(600 + random.NextInt(3_600) * (1 + random.NextInt(24)));
        if (!isEmpty)
        {
            HandedOver = Approved?.AddMinutes(600 + random.NextInt(4_000));
            Delivered = Status == "delivered" ? HandedOver?.AddMinutes(2_000 + random.NextInt(16_000)) : null;
        }
    }

    public string Status { get; }

    public DateTime? Purchased { get; }

    public DateTime? Approved { get; }

    public DateTime? HandedOver { get; }

    public DateTime? Delivered { get; }

    public DateTime? Expected { get; }
}
