namespace Tandem.Notebooks;

/// <summary>How a notebook's file is written.</summary>
public enum NotebookFormat
{
    /// <summary><c>.dib</c>: plain text whose cells are separated by lines such as <c>#!csharp</c>; no outputs.</summary>
    Dib,

    /// <summary><c>.ipynb</c>: Jupyter's JSON, with outputs.</summary>
    Ipynb,
}
