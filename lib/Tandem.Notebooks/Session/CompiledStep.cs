using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;

namespace Tandem.Notebooks;

/// <summary>A code step as the compiler left it.</summary>
/// <param name="Previous">The step that it continues; null for the first.</param>
/// <param name="Script">The step's script.</param>
/// <param name="ReferenceCount">How many of the session's references the step and those before it know.</param>
/// <param name="Errors">The compiler's errors.</param>
/// <param name="Code">Runs the step on the objects of the steps before it, to which it adds its own; null when there are errors, and for a step that only has usings.</param>
internal sealed record CompiledStep(
    CompiledStep? Previous, Script<object> Script, int ReferenceCount, IReadOnlyList<Diagnostic> Errors, Func<object?[], Task<object?>>? Code)
{
    private readonly bool _leavesNames = Errors.Count > 0 || LeavesNames(Script.GetCompilation());

    /// <summary>The place of the step's object among those of all steps, from 1; that of the step before when it has none.</summary>
    public int Slot { get; } = (Previous?.Slot ?? 0) + (Code is null ? 0 : 1);

    /// <summary>
    /// The step that the next one continues: this one, or the one before when this one leaves nothing that later code could name. A session then keeps
    /// nothing of it.
    /// </summary>
    public CompiledStep Continuation => Previous is not null && Previous.ReferenceCount == ReferenceCount && !_leavesNames ? Previous : this;

    /// <summary>
    /// True when the step ends in an expression without a semicolon whose value is null: a null to be shown, where a call of a void method, which the
    /// script engine also answers with null, shows nothing.
    /// </summary>
    public bool EndsInNull()
    {
        var compilation = Script.GetCompilation();
        var tree = compilation.SyntaxTrees.Last();
        var last = ((CompilationUnitSyntax)tree.GetRoot()).Members.LastOrDefault();
        return last is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement }
            && compilation.GetSemanticModel(tree).GetTypeInfo(statement.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }

    /// <summary>True for code that declares or imports something.</summary>
    private static bool LeavesNames(Compilation compilation) =>
        compilation.ScriptClass is null
        || compilation.ScriptClass.GetMembers().Any(member => !member.IsImplicitlyDeclared)
        || compilation.SyntaxTrees.Select(tree => (CompilationUnitSyntax)tree.GetRoot()).Any(unit =>
            unit.Usings.Count > 0 || unit.Externs.Count > 0 || unit.GetReferenceDirectives().Count > 0 || unit.GetLoadDirectives().Count > 0);
}
