namespace Tandem.Notebooks;

/// <summary>A cell that runs for a client.</summary>
/// <param name="Request">The request.</param>
/// <param name="Number">Its execution count.</param>
/// <param name="Publisher">Tells the clients what it shows.</param>
internal sealed record RunningCell(KernelRequest Request, int Number, CellPublisher Publisher);
