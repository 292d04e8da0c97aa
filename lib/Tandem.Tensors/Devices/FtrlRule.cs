namespace Tandem.Tensors;

/// <summary>
/// The numbers of follow-the-regularised-leader (McMahan et al., KDD 2013), as Keras defines it. For a gradient g, with the sum of squares n and the linear term z:
/// <c>σ = ((n + g²)ᵖ − nᵖ)/rate; z += g + 2·shrinkage·w − σ·w; n += g²; w = (clip(z, −l1, l1) − z)/(nᵖ/rate + 2·l2 + β/rate)</c>.
/// </summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Power">p: 0.5 for the square root of the rule's paper, 0 for a rate that does not fall.</param>
/// <param name="L1">Pulls weights to exactly zero.</param>
/// <param name="L2">Pulls weights towards zero, as a part of the leader's objective.</param>
/// <param name="L2Shrinkage">Pulls weights towards zero, as a part of the gradient.</param>
/// <param name="Beta">β of the paper: slows the first steps.</param>
public readonly record struct FtrlRule(float Rate, float Power, float L1, float L2, float L2Shrinkage, float Beta);
