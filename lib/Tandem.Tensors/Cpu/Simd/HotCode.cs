using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// How the inner loops of kernels are compiled: fully, at once. By default the runtime first compiles them without optimisation, vector
/// operations as calls and all, and again in the background when it finds the time — which in a notebook that keeps compiling cells is after seconds.
/// </summary>
internal static class HotCode
{
    /// <summary>For <see cref="MethodImplAttribute"/>.</summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization;
}
