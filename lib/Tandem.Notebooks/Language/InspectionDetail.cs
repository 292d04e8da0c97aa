namespace Tandem.Notebooks;

/// <summary>How much an inspection tells.</summary>
public enum InspectionDetail
{
    /// <summary>One signature, what the documentation says in short, and a variable's value in a line.</summary>
    Brief,

    /// <summary>The signatures of all overloads, remarks and examples too, and a variable's value as a cell would show it.</summary>
    Full,
}
