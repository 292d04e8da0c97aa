namespace Tandem.Tensors;

/// <summary>An epilogue on rows whose product was not made block by block.</summary>
internal readonly unsafe struct GemmEpiloguePass(GemmEpilogue epilogue, float* c, int rows, int columns) : ISimdKernel
{
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => epilogue.Apply<TSimd, TVector>(c, columns, rows, columns);
}
