namespace Tandem;

/// <summary>What an array of a saved file holds. The names in lower case stand in the manifest.</summary>
internal enum SavedType
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>64-bit floats.</summary>
    Float64,

    /// <summary>32-bit integers.</summary>
    Int32,

    /// <summary>64-bit integers.</summary>
    Int64,

    /// <summary>Texts: the length of each in bytes as a 32-bit integer, then all of them in UTF-8.</summary>
    Text,
}
