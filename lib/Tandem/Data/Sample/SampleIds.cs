using Tandem.Tensors;

namespace Tandem;

/// <summary>Invents ids as shops write them.</summary>
internal static class SampleIds
{
    private const string LettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Of 32 hexadecimal digits.</summary>
    public static string[] Hexadecimal(int count, SeededRandom random) =>
        Draws.Many(count, () => $"{random.NextUInt64():x16}{random.NextUInt64():x16}");

    /// <summary>Of signed 64-bit numbers.</summary>
    public static string[] Signed(int count, SeededRandom random) =>
        Draws.Many(count, () => $"{unchecked((long)random.NextUInt64())}");

    /// <summary>Of capital letters and digits, after a prefix; no two alike.</summary>
    public static string[] Alphanumeric(string prefix, int length, int count, SeededRandom random)
    {
        var taken = new HashSet<string>(count, StringComparer.Ordinal);
        return Draws.Many(count, () =>
        {
            string id;
            do
            {
                id = string.Create(length, (prefix, random), static (text, from) =>
                {
                    from.prefix.CopyTo(text);
                    foreach (ref var letter in text[from.prefix.Length..])
                    {
                        letter = LettersAndDigits[from.random.NextInt(LettersAndDigits.Length)];
                    }
                });
            }
            while (!taken.Add(id));

            return id;
        });
    }
}
