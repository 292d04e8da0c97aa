namespace Tandem;

/// <summary>What a property's values are.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Bool = 2,
    Number = 4,
    Text = 8,
    Nested = 16,
}
