namespace Tandem.Notebooks;

/// <summary>Whether a run's charts and diagrams get static pictures.</summary>
public enum PictureMode
{
    /// <summary>Where a browser is found that can draw them.</summary>
    Auto,

    /// <summary>Yes; that they could not be drawn is an error.</summary>
    Always,

    /// <summary>No.</summary>
    Never,
}
