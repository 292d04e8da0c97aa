namespace Tandem.Notebooks;

/// <summary>How a notebook's run, or a cell's, ended.</summary>
public enum RunStatus
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>A cell failed.</summary>
    Failed,

    /// <summary>The process that ran it ended: the cell exited it, its stack overflowed, or it was killed.</summary>
    Crashed,

    /// <summary>The time-out passed.</summary>
    TimedOut,

    /// <summary>It was interrupted.</summary>
    Interrupted,

    /// <summary>It was not run, since the run had ended before.</summary>
    NotRun,
}
