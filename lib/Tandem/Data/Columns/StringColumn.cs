namespace Tandem;

/// <summary>
/// A column of text, dictionary-encoded: each row holds the code of a text in <see cref="Dictionary"/>, −1 for no value.
/// Selecting rows copies codes only and shares the dictionary, which may then hold texts that no row has.
/// </summary>
public sealed class StringColumn : Column
{
    private const int NullCode = -1;
    private readonly int[] _codes;

    /// <summary>Creates a column; codes are given in order of first occurrence.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">One text a row, null for no value.</param>
    public StringColumn(string name, IEnumerable<string?> values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        _codes = values.Select(Code).ToArray();
        Dictionary = new StringDictionary(seen.Keys.ToArray());
        NullCount = _codes.AsSpan().Count(NullCode);

        int Code(string? text)
        {
            if (text is null)
            {
                return NullCode;
            }

            if (!seen.TryGetValue(text, out var code))
            {
                seen.Add(text, code = seen.Count);
            }

            return code;
        }
    }

    /// <summary>Creates a column from a copy of codes into a dictionary.</summary>
    /// <param name="name">The name.</param>
    /// <param name="codes">One code a row, −1 for no value.</param>
    /// <param name="dictionary">The texts that the codes stand for.</param>
    /// <exception cref="ArgumentException">A code is below −1 or not in the dictionary.</exception>
    public StringColumn(string name, ReadOnlySpan<int> codes, StringDictionary dictionary)
        : this(name, codes.ToArray(), dictionary)
    {
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] < NullCode || codes[row] >= dictionary.Count)
            {
                throw new ArgumentException(
                    $"Column '{name}', row {row}: code {codes[row]} is outside the dictionary of {dictionary.Count} texts.", nameof(codes));
            }
        }
    }

    internal StringColumn(string name, int[] codes, StringDictionary dictionary)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        _codes = codes;
        Dictionary = dictionary;
        NullCount = codes.AsSpan().Count(NullCode);
    }

    /// <summary>One code a row: the position of its text in <see cref="Dictionary"/>, −1 for no value.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>The texts that the codes stand for.</summary>
    public StringDictionary Dictionary { get; }

    /// <inheritdoc/>
    public override int Length => _codes.Length;

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.String;

    /// <inheritdoc/>
    public override int NullCount { get; }

    /// <inheritdoc/>
    public override object? this[int row] => Text(row);

    /// <inheritdoc/>
    public override bool IsNull(int row) => _codes[row] == NullCode;

    /// <inheritdoc/>
    public override string? Text(int row) => _codes[row] is >= 0 and var code ? Dictionary[code] : null;

    /// <inheritdoc/>
    public override Column Rename(string name) => new StringColumn(name, _codes, Dictionary);

    /// <inheritdoc/>
    public override StringColumn AsStrings() => this;

    internal override Column Gather(ReadOnlySpan<int> rows)
    {
        var codes = GC.AllocateUninitializedArray<int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            codes[i] = rows[i] < 0 ? NullCode : _codes[rows[i]];
        }

        return new StringColumn(Name, codes, Dictionary);
    }

    internal override (int[] Codes, int Count) Encode()
    {
        // The dictionary may hold texts that no row has, and its order need not be that of the rows.
        var renumbered = new int[Dictionary.Count + 1];
        var codes = GC.AllocateUninitializedArray<int>(_codes.Length);
        var count = 0;
        for (var row = 0; row < codes.Length; row++)
        {
            ref var number = ref renumbered[_codes[row] + 1];
            if (number == 0)
            {
                number = ++count;
            }

            codes[row] = number - 1;
        }

        return (codes, count);
    }

    internal override int Compare(int left, int right) => (IsNull(left), IsNull(right)) switch
    {
        (false, false) => string.CompareOrdinal(Dictionary[_codes[left]], Dictionary[_codes[right]]),
        var (leftNull, rightNull) => leftNull.CompareTo(rightNull),
    };

    private protected override Column Append(Column other)
    {
        var tail = (StringColumn)other;
        if (ReferenceEquals(tail.Dictionary, Dictionary))
        {
            return new StringColumn(Name, [.. _codes, .. tail._codes], Dictionary);
        }

        List<string> texts = [.. Dictionary.Values];
        var moved = new int[tail.Dictionary.Count];
        for (var code = 0; code < moved.Length; code++)
        {
            if (!Dictionary.TryGetCode(tail.Dictionary[code], out moved[code]))
            {
                moved[code] = texts.Count;
                texts.Add(tail.Dictionary[code]);
            }
        }

        var codes = new int[Length + tail.Length];
        _codes.CopyTo(codes, 0);
        for (var row = 0; row < tail.Length; row++)
        {
            codes[Length + row] = tail._codes[row] < 0 ? NullCode : moved[tail._codes[row]];
        }

        return new StringColumn(Name, codes, new StringDictionary(texts.ToArray()));
    }
}
