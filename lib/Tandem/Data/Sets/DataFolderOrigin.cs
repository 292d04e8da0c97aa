namespace Tandem;

/// <summary>What decided which folder holds the data sets.</summary>
internal enum DataFolderOrigin
{
    /// <summary>It was given where it is used.</summary>
    Argument,

    /// <summary>The environment variable names it.</summary>
    Environment,

    /// <summary>Nothing names a folder.</summary>
    Default,
}
