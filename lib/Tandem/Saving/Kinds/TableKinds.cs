namespace Tandem;

/// <summary>Tables as files hold them: for each column its type, its values, and the rows that have none.</summary>
internal static class TableKinds
{
    public static void Register() => SavedKinds.Register<Table>("table", Save, Load);

    private static void Save(Table table, StateWriter state)
    {
        state.Write("names", [.. table.Columns.Select(column => column.Name)]);
        state.Write("types", [.. table.Columns.Select(column => column.Type.ToString())]);
        foreach (var (number, column) in table.Columns.Index())
        {
            var values = $"values_{number}";
            switch (column)
            {
                case LongColumn longs:
                    state.Write(values, longs.Values);
                    break;
                case DoubleColumn doubles:
                    state.Write(values, doubles.Values);
                    break;
                case BoolColumn bools:
                    state.Write(values, Array.ConvertAll(bools.Values.ToArray(), value => value ? 1 : 0));
                    break;
                case TimestampColumn times:
                    state.Write(values, Array.ConvertAll(times.Values.ToArray(), time => time.Ticks));
                    break;
                default:
                    state.Write(values, Enumerable.Range(0, column.Length).Select(row => column.Text(row) ?? "").ToArray());
                    break;
            }

            state.Write($"nulls_{number}", Enumerable.Range(0, column.Length).Where(column.IsNull).ToArray());
        }
    }

    private static Table Load(StateReader state)
    {
        var (names, types) = (state.Texts("names"), state.Texts("types"));
        if (types.Length != names.Length)
        {
            throw new InvalidDataException($"A table of {names.Length} columns has {types.Length} types.");
        }

        return Table.FromColumns(names.Select((name, number) => Column(name, types[number], number, state)));
    }

    private static Column Column(string name, string type, int number, StateReader state)
    {
        var values = $"values_{number}";
        return type switch
        {
            nameof(ColumnType.Long) when state.Longs(values) is var longs => new LongColumn(name, longs, Nulls(longs.Length)),
            nameof(ColumnType.Double) when state.Doubles(values) is var doubles => new DoubleColumn(name, doubles, Nulls(doubles.Length)),
            nameof(ColumnType.Bool) when state.Ints(values) is var bools => new BoolColumn(name, Array.ConvertAll(bools, value => value != 0), Nulls(bools.Length)),
            nameof(ColumnType.Timestamp) when state.Longs(values) is var times => new TimestampColumn(name, Array.ConvertAll(times, Time), Nulls(times.Length)),
            nameof(ColumnType.String) when state.Texts(values) is var texts && Nulls(texts.Length) is var nulls =>
                new StringColumn(name, nulls is null ? texts : texts.Select((text, row) => nulls[row] ? null : text)),
            _ => throw new InvalidDataException($"Column \"{name}\" of a table has the type \"{type}\", which is none of {string.Join(", ", Enum.GetNames<ColumnType>())}."),
        };

        bool[]? Nulls(int length)
        {
            var rows = state.Ints($"nulls_{number}");
            if (rows.Length == 0)
            {
                return null;
            }

            var nulls = new bool[length];
            foreach (var row in rows)
            {
                nulls[(uint)row < (uint)length ? row : throw new InvalidDataException($"Column \"{name}\" of a table has {length} rows, and none in row {row}.")] = true;
            }

            return nulls;
        }

        DateTime Time(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : throw new InvalidDataException($"Column \"{name}\" of a table has a time of {ticks} ticks, which no calendar has.");
    }
}
