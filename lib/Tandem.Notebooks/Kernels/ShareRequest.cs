namespace Tandem.Notebooks;

/// <summary>A value that one kernel is to hand to another.</summary>
/// <param name="From">The kernel that has it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="As">Its name in the kernel that gets it.</param>
/// <param name="MimeType">The form that was asked for; null for the usual one.</param>
/// <param name="IsByReference">True when the object itself is to be handed over, where that can be.</param>
internal sealed record ShareRequest(string From, string Name, string As, string? MimeType, bool IsByReference);
