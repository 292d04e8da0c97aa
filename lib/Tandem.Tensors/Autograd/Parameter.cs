namespace Tandem.Tensors;

/// <summary>A named tensor that training changes. It lives outside every <see cref="TensorScope"/>, until it is collected.</summary>
[TypeFormatterSource(typeof(TextFormatterSource))]
public sealed class Parameter
{
    /// <summary>Names a tensor and makes it trainable.</summary>
    /// <param name="name">What errors and saved models call it, such as <c>user_id/embedding</c>.</param>
    /// <param name="value">The initial value; a scope that owns it gives it up.</param>
    public Parameter(string name, Tensor value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        Value = TensorScope.Keep(value);
        Value.RequiresGradient = true;
    }

    /// <summary>What errors and saved models call it.</summary>
    public string Name { get; }

    /// <summary>The weights: a leaf that requires a gradient.</summary>
    public Tensor Value { get; }

    /// <summary>The gradient that the last backward pass left; <see langword="null"/> when none flowed to it.</summary>
    public Gradient? Gradient => Value.Gradient;

    /// <summary>Forgets the gradient, before the next backward pass.</summary>
    public void ClearGradient() => Value.Gradient = null;

    /// <summary>The name and shape.</summary>
    public override string ToString() => $"{Name} {Value.Shape}";
}
