namespace Tandem.Notebooks;

/// <summary>TeX commands that stand for one symbol, or for a name set upright.</summary>
internal static class TexSymbols
{
    /// <summary>Letters: set as identifiers.</summary>
    public static IReadOnlyDictionary<string, string> Letters { get; } = Pairs(
        """
        alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  kappa κ  lambda λ  mu μ
        nu ν  xi ξ  pi π  rho ρ  sigma σ  tau τ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω  Gamma Γ  Delta Δ  Theta Θ
        Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Phi Φ  Psi Ψ  Omega Ω  ell ℓ  infty ∞  partial ∂  nabla ∇  emptyset ∅  top ⊤
        """);

    /// <summary>Operators, relations, brackets and dots.</summary>
    public static IReadOnlyDictionary<string, string> Operators { get; } = Pairs(
        """
        cdot ⋅  times ×  div ÷  pm ±  odot ⊙  oplus ⊕  otimes ⊗  circ ∘  ast ∗  le ≤  leq ≤  ge ≥  geq ≥  ne ≠  neq ≠
        approx ≈  equiv ≡  sim ∼  propto ∝  ll ≪  gg ≫  in ∈  notin ∉  subset ⊂  subseteq ⊆  cup ∪  cap ∩  setminus ∖
        mid ∣  to →  rightarrow →  leftarrow ←  Rightarrow ⇒  mapsto ↦  forall ∀  exists ∃  ldots …  dots …  cdots ⋯
        langle ⟨  rangle ⟩  lVert ‖  rVert ‖  | ‖  lvert |  rvert |  lfloor ⌊  rfloor ⌋  lceil ⌈  rceil ⌉  { {  } }
        """);

    /// <summary>Operators whose limits stand above and below in a displayed formula.</summary>
    public static IReadOnlyDictionary<string, string> LargeOperators { get; } = Pairs(
        """
        sum ∑  prod ∏  int ∫  bigcup ⋃  bigcap ⋂
        """);

    /// <summary>Functions by name; their limits stand beside them.</summary>
    public static IReadOnlySet<string> Functions { get; } = new HashSet<string> { "log", "ln", "exp", "sin", "cos", "tan", "tanh", "det", "dim", "Pr" };

    /// <summary>Functions by name whose limits stand below in a displayed formula.</summary>
    public static IReadOnlySet<string> LimitFunctions { get; } = new HashSet<string> { "max", "min", "lim", "sup", "inf", "argmax", "argmin" };

    /// <summary>Accents, by the character that is set over the base.</summary>
    public static IReadOnlyDictionary<string, string> Accents { get; } = Pairs(
        """
        hat ^  bar ¯  overline ¯  tilde ~  vec →  dot ˙
        """);

    /// <summary>Spaces, by their width.</summary>
    public static IReadOnlyDictionary<string, string> Spaces { get; } = Pairs(", 0.17em  : 0.22em  ; 0.28em  ! -0.17em  quad 1em  qquad 2em");

    /// <summary>Alphabets, by MathML's name for them; the upright one covers names in words.</summary>
    public static IReadOnlyDictionary<string, string> Alphabets { get; } = Pairs(
        """
        mathrm normal  operatorname normal  mathbf bold  boldsymbol bold-italic  mathbb double-struck  mathcal script
        """);

    /// <summary>Names and what they stand for, taking turns.</summary>
    private static Dictionary<string, string> Pairs(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
}
