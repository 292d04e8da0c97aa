using TorchSharp;

namespace Tandem.Torch;

/// <summary>Arithmetic with numbers: the native scalars that it takes are given back at once, not by the garbage collector.</summary>
internal static class Scaling
{
    public static torch.Tensor Times(this torch.Tensor x, float factor)
    {
        using Scalar scalar = factor;
        return x.mul(scalar);
    }

    public static torch.Tensor TimesInPlace(this torch.Tensor x, float factor)
    {
        using Scalar scalar = factor;
        return x.mul_(scalar);
    }

    public static torch.Tensor Plus(this torch.Tensor x, float term)
    {
        using Scalar scalar = term;
        return x.add(scalar);
    }

    public static torch.Tensor PlusInPlace(this torch.Tensor x, float term)
    {
        using Scalar scalar = term;
        return x.add_(scalar);
    }

    public static torch.Tensor AtLeast(this torch.Tensor x, float low)
    {
        using Scalar scalar = low;
        return x.clamp_min(scalar);
    }

    public static torch.Tensor AtMost(this torch.Tensor x, float high)
    {
        using Scalar scalar = high;
        return x.clamp_max(scalar);
    }

    public static torch.Tensor Between(this torch.Tensor x, float low, float high)
    {
        using Scalar least = low;
        using Scalar most = high;
        return x.clamp(least, most);
    }

    /// <summary>Where x is above a number, elementwise; nowhere for NaN.</summary>
    public static torch.Tensor IsAbove(this torch.Tensor x, float limit)
    {
        using Scalar scalar = limit;
        return x.gt(scalar);
    }

    /// <summary>Where x equals a number, elementwise.</summary>
    public static torch.Tensor Is(this torch.Tensor x, float value)
    {
        using Scalar scalar = value;
        return x.eq(scalar);
    }

    /// <summary>x, with a number where the mask is set.</summary>
    public static torch.Tensor FillInPlace(this torch.Tensor x, torch.Tensor mask, double value)
    {
        using Scalar scalar = value;
        return x.masked_fill_(mask, scalar);
    }

    /// <summary>x, with zeros where the mask is not set.</summary>
    public static torch.Tensor Where(this torch.Tensor x, torch.Tensor mask)
    {
        using Scalar zero = 0f;
        using var not = mask.logical_not();
        return x.masked_fill(not, zero);
    }
}
