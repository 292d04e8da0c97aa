using System.Collections.Concurrent;

namespace Tandem;

/// <summary>The distinct texts that the codes of a <see cref="StringColumn"/> stand for. Immutable; columns share it.</summary>
public sealed class StringDictionary
{
    private readonly Lazy<Dictionary<string, int>> _codes;
    private readonly Lazy<string?[]> _strings;
    private volatile TextHeap? _texts;

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
        Count = values.Length;
        _strings = new Lazy<string?[]>(values);
        _codes = new Lazy<Dictionary<string, int>>(BuildCodes);
    }

    /// <summary>Takes over texts none of which occurs twice: they take half the memory of strings, and each becomes one when it is asked for.</summary>
    internal StringDictionary(TextHeap texts)
    {
        Count = texts.Count;
        _texts = texts;
        _strings = new Lazy<string?[]>(() => new string?[Count]);
        _codes = new Lazy<Dictionary<string, int>>(BuildCodes);
    }

    /// <summary>The number of texts.</summary>
    public int Count { get; }

    /// <summary>The texts, in order of their codes.</summary>
    public ReadOnlySpan<string> Values
    {
        get
        {
            if (_texts is { } texts)
            {
                Decode(texts);
                _texts = null;
            }

            return _strings.Value!;
        }
    }

    /// <summary>The text of a code.</summary>
    public string this[int code]
    {
        get
        {
            // Read first: who finds no bytes any more finds all strings.
            var texts = _texts;
            ref var text = ref _strings.Value[code];
            return text ??= texts!.Text(code);
        }
    }

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

    /// <summary>Makes strings of all texts that are none yet, on all processors when there are many.</summary>
    private void Decode(TextHeap texts)
    {
        const int Many = 1 << 12;
        var strings = _strings.Value;
        if (Count < Many)
        {
            Decode(0, Count);
        }
        else
        {
            Parallel.ForEach(Partitioner.Create(0, Count), range => Decode(range.Item1, range.Item2));
        }

        void Decode(int start, int end)
        {
            for (var code = start; code < end; code++)
            {
                strings[code] ??= texts.Text(code);
            }
        }
    }

    private Dictionary<string, int> BuildCodes()
    {
        var values = Values;
        var codes = new Dictionary<string, int>(values.Length, StringComparer.Ordinal);
        for (var code = 0; code < values.Length; code++)
        {
            if (values[code] is not { } text)
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
