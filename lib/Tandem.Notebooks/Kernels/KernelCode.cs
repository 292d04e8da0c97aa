namespace Tandem.Notebooks;

/// <summary>The text of a part of a cell, directives taken out.</summary>
/// <param name="Text">The text, line for line as in the file; it may be blank.</param>
/// <param name="Kernel">The kernel's name as the notebook has it.</param>
/// <param name="FirstLine">The 1-based line of the file at which the text starts.</param>
/// <param name="References">Paths of assemblies that C# code may use.</param>
/// <param name="Selector">The line that chose the kernel, with its options; null where none did.</param>
internal sealed record KernelCode(string Text, string Kernel, int FirstLine, IReadOnlyList<string> References, DirectiveCall? Selector)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}
