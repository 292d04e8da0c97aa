using System.Runtime.InteropServices;
using System.Text;
using Tandem.Tensors;

namespace Tandem;

/// <summary>The bytes of arrays in a saved file: a <see cref="Tensor"/>, or an array of float, double, int, long or string.</summary>
internal static class ArrayContent
{
    // Throws on what UTF-8 cannot hold, so that no text comes back altered.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Describes some content, without its place.</summary>
    /// <exception cref="InvalidDataException">A text holds half of a surrogate pair.</exception>
    public static SavedArray Describe(object content, bool isWeights) => content switch
    {
        Tensor tensor => new SavedArray(SavedType.Float32, tensor.Shape.Extents.ToArray(), isWeights, 0, 4L * tensor.Shape.Count),
        float[] values => new SavedArray(SavedType.Float32, [values.Length], isWeights, 0, 4L * values.Length),
        double[] values => new SavedArray(SavedType.Float64, [values.Length], isWeights, 0, 8L * values.Length),
        int[] values => new SavedArray(SavedType.Int32, [values.Length], isWeights, 0, 4L * values.Length),
        long[] values => new SavedArray(SavedType.Int64, [values.Length], isWeights, 0, 8L * values.Length),
        string[] texts => new SavedArray(SavedType.Text, [texts.Length], isWeights, 0, (4L * texts.Length) + texts.Sum(text => (long)ByteCount(text))),
        _ => throw new ArgumentException($"An array of {content.GetType().Name} cannot be saved.", nameof(content)),
    };

    /// <summary>Writes the bytes that <see cref="Describe"/> counted.</summary>
    public static void Write(object content, Stream stream)
    {
        switch (content)
        {
            case Tensor tensor:
                stream.Write(MemoryMarshal.AsBytes<float>(tensor.ToArray()));
                break;
            case float[] values:
                stream.Write(MemoryMarshal.AsBytes<float>(values));
                break;
            case double[] values:
                stream.Write(MemoryMarshal.AsBytes<double>(values));
                break;
            case int[] values:
                stream.Write(MemoryMarshal.AsBytes<int>(values));
                break;
            case long[] values:
                stream.Write(MemoryMarshal.AsBytes<long>(values));
                break;
            case string[] texts:
                stream.Write(MemoryMarshal.AsBytes<int>(Array.ConvertAll(texts, ByteCount)));
                foreach (var text in texts)
                {
                    stream.Write(_utf8.GetBytes(text));
                }

                break;
        }
    }

    /// <summary>Reads an array: of float, double, int, long or string, as its description says.</summary>
    /// <exception cref="InvalidDataException">The lengths of the texts do not fit the bytes there are.</exception>
    public static Array Read(SavedArray array, Stream stream)
    {
        stream.Position = array.Offset;
        return array.Type switch
        {
            SavedType.Float32 => Values<float>(array.Count, stream),
            SavedType.Float64 => Values<double>(array.Count, stream),
            SavedType.Int32 => Values<int>(array.Count, stream),
            SavedType.Int64 => Values<long>(array.Count, stream),
            _ => Texts(array, stream),
        };
    }

    private static T[] Values<T>(int count, Stream stream)
        where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>(count);
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static string[] Texts(SavedArray array, Stream stream)
    {
        var lengths = Values<int>(array.Count, stream);
        var bytes = Values<byte>(checked((int)(array.Bytes - (4L * lengths.Length))), stream);
        var texts = new string[lengths.Length];
        var start = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            if (lengths[i] < 0 || lengths[i] > bytes.Length - start)
            {
                throw new InvalidDataException($"text {i} of {texts.Length} does not lie within its array");
            }

            texts[i] = _utf8.GetString(bytes, start, lengths[i]);
            start += lengths[i];
        }

        return texts;
    }

    private static int ByteCount(string text)
    {
        try
        {
            return _utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException error)
        {
            throw new InvalidDataException($"The text \"{text}\" holds half of a surrogate pair, which no file can hold. Clean the column it comes from.", error);
        }
    }
}
