namespace Tandem;

/// <summary>What is done to a text before it is split. As in Keras, only the letters A to Z are lowered.</summary>
public enum TextStandardization
{
    /// <summary>Letters are lowered and the characters <c>!"#$%&amp;()*+,-./:;&lt;=&gt;?@[\]^_`{|}~'</c> removed.</summary>
    LowerAndStripPunctuation,

    /// <summary>Letters are lowered.</summary>
    Lower,

    /// <summary>The characters of <see cref="LowerAndStripPunctuation"/> are removed.</summary>
    StripPunctuation,

    /// <summary>Nothing.</summary>
    None,
}
