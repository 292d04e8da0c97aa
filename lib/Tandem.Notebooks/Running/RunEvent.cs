using System.Text.Json.Serialization;

namespace Tandem.Notebooks;

/// <summary>Something that happens while a notebook runs, wherever it runs: in this process, or in one of its own, which tells it as a line of JSON.</summary>
[JsonDerivedType(typeof(CellStarted), "started")]
[JsonDerivedType(typeof(CellShown), "shown")]
[JsonDerivedType(typeof(CellEnded), "ended")]
[JsonDerivedType(typeof(RunEnded), "done")]
[JsonDerivedType(typeof(ProcessExiting), "exiting")]
internal abstract record RunEvent;

/// <summary>A cell begins to run.</summary>
internal sealed record CellStarted(int Number) : RunEvent;

/// <summary>A cell shows something.</summary>
internal sealed record CellShown(int Number, CellOutput Output) : RunEvent;

/// <summary>A cell has ended.</summary>
internal sealed record CellEnded(int Number, RunStatus Status, TimeSpan Elapsed) : RunEvent;

/// <summary>No cell will run any more.</summary>
internal sealed record RunEnded(TimeSpan CompileTime, TimeSpan CompileWait) : RunEvent;

/// <summary>The process ends in order: before <see cref="RunEnded"/>, since a cell told it to.</summary>
internal sealed record ProcessExiting : RunEvent;
