namespace Tandem;

/// <summary>The distinct texts that the codes of a <see cref="StringColumn"/> stand for. Immutable; columns share it.</summary>
public sealed class StringDictionary
{
    private readonly string[] _values;
    private readonly Lazy<Dictionary<string, int>> _codes;

    /// <summary>Creates a dictionary in which the code of a text is its position.</summary>
    /// <exception cref="ArgumentException">A text is null or occurs twice.</exception>
    public StringDictionary(IEnumerable<string> values)
        : this(values?.ToArray() ?? throw new ArgumentNullException(nameof(values)))
    {
        _ = _codes.Value;
    }

    /// <summary>Takes over an array known to hold no text twice: looking texts up costs nothing until it is asked for.</summary>
    internal StringDictionary(string[] values)
    {
        _values = values;
        _codes = new Lazy<Dictionary<string, int>>(BuildCodes);
    }

    /// <summary>The number of texts.</summary>
    public int Count => _values.Length;

    /// <summary>The texts, in order of their codes.</summary>
    public ReadOnlySpan<string> Values => _values;

    /// <summary>The text of a code.</summary>
    public string this[int code] => _values[code];

    /// <summary>Finds the code of a text.</summary>
    /// <returns>False when the text is not in the dictionary; <paramref name="code"/> is then −1.</returns>
    public bool TryGetCode(string text, out int code)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_codes.Value.TryGetValue(text, out code))
        {
            return true;
        }

        code = -1;
        return false;
    }

    private Dictionary<string, int> BuildCodes()
    {
        var codes = new Dictionary<string, int>(_values.Length, StringComparer.Ordinal);
        for (var code = 0; code < _values.Length; code++)
        {
            if (_values[code] is not { } text)
            {
                throw new ArgumentException($"The text of code {code} is null: rows without a value need no entry in the dictionary.");
            }

            if (!codes.TryAdd(text, code))
            {
                throw new ArgumentException($"'{text}' stands in the dictionary twice, as codes {codes[text]} and {code}: give each text once.");
            }
        }

        return codes;
    }
}
