namespace Tandem;

/// <summary>A run of whole lines of a file, parsed by one thread at a time.</summary>
/// <param name="Start">Where it begins in the file, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Lines">How many lines it holds: at least as many as rows.</param>
/// <param name="FirstLine">The number of its first line in the file, from 1.</param>
/// <param name="FirstSlot">Where its first row goes in the columns.</param>
internal readonly record struct TextChunk(long Start, int Length, int Lines, long FirstLine, int FirstSlot);
