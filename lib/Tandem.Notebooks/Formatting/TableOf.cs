using System.Collections;
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tandem.Notebooks;

/// <summary>Makes tables of values that have rows: sequences, dictionaries, arrays, data tables, and objects with properties.</summary>
internal static class TableOf
{
    private const int ShownRows = 20;

    /// <summary>The most columns for which rows of several types share a table.</summary>
    private const int ShownUnion = 30;

    /// <summary>The value's table; null when it has none.</summary>
    public static ValueTable? Value(object value) => value switch
    {
        Task => null,
        DataTable data => Data(data.DefaultView),
        DataView view => Data(view),
        Array { Rank: 2 } grid => Grid(grid),
        Array { Rank: > 2 } array => Places(array),
        IDictionary dictionary => Dictionary(value, dictionary.Count),
        IEnumerable sequence when TypeShape.IsPlainSequence(value.GetType()) => Sequence(sequence),
        _ when TypeShape.IsTuple(value.GetType()) => null,
        _ when TypeShape.ShowsAsProperties(value.GetType()) => Properties(value),
        _ => null,
    };

    private static ValueTable Properties(object value)
    {
        var rows = TypeShape.VisibleMembers(value.GetType()).Select(member => (IReadOnlyList<object?>)[member.Name, TypeShape.Value(member, value)]);
        return new ValueTable([new(TypeShape.IsAnonymous(value.GetType()) ? "name" : TypeName.Of(value.GetType())), new("value")], [.. rows], null);
    }

    private static ValueTable Sequence(IEnumerable sequence)
    {
        if (TypeName.ElementType(sequence.GetType()) is { } element && TypeShape.IsPair(element) && Count(sequence) is { } count && sequence is not Array)
        {
            return Dictionary(sequence, count);
        }

        var (items, more) = First(sequence);
        var note = Note(TypeName.OfValue(sequence), items.Count, more, Count(sequence));
        var types = items.Select(item => item?.GetType()).Distinct().ToList();
        return types is [{ } type] ? Uniform(items, type, note)
            : types.Count > 1 && types.TrueForAll(each => each is not null && TypeShape.ShowsAsProperties(each)) ? Union(items, note) ?? Items(items, note)
            : Items(items, note);
    }

    private static ValueTable Uniform(List<object?> items, Type type, string note)
    {
        if (TypeShape.IsTuple(type))
        {
            var width = ((ITuple)items[0]!).Length;
            return Table([.. Enumerable.Range(1, width).Select(i => $"Item{i}")], items.Select(item => Enumerable.Range(0, width).Select(i => ((ITuple)item!)[i])), note);
        }

        if (TypeShape.ShowsAsProperties(type) || TypeShape.IsPair(type))
        {
            var members = TypeShape.VisibleMembers(type);
            return Table([.. members.Select(member => member.Name)], items.Select(item => members.Select(member => TypeShape.Value(member, item!))), note);
        }

        if (type.GetInterfaces().FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IGrouping<,>)) is { } grouping)
        {
            var key = grouping.GetProperty(nameof(IGrouping<,>.Key))!;
            return Table(["key", "items"], items.Select(item => (IEnumerable<object?>)[key.GetValue(item), item]), note);
        }

        return TypeName.ElementType(type) is { } element && TypeShape.IsPair(element) && element.GetGenericArguments()[0] == typeof(string)
            ? Keyed([.. items.Select(item => Entries(item!).ToDictionary(entry => (string)entry.Key!, entry => entry.Value))], note) ?? Items(items, note)
            : Items(items, note);
    }

    /// <summary>Objects of several types: a column for each property that any of them has.</summary>
    private static ValueTable? Union(List<object?> items, string note) => Keyed(
        [
            .. items.Select(item => TypeShape.VisibleMembers(item!.GetType()).Select(member => KeyValuePair.Create(member.Name, TypeShape.Value(member, item)))
                .Prepend(KeyValuePair.Create("(type)", (object?)item.GetType())).ToDictionary()),
        ],
        note);

    private static ValueTable? Keyed(List<Dictionary<string, object?>> rows, string note)
    {
        var keys = rows.SelectMany(row => row.Keys).Distinct().ToList();
        return keys.Count is 0 or > ShownUnion ? null : Table(keys, rows.Select(row => keys.Select(key => row.GetValueOrDefault(key, ""))), note);
    }

    private static ValueTable Items(List<object?> items, string note)
    {
        var type = Common(items);
        return new ValueTable(
            [new("index", null, true), new("value", null, type is not null && TypeShape.IsNumber(type))],
            [.. items.Select((item, i) => (IReadOnlyList<object?>)[i, item])],
            note);
    }

    private static ValueTable Dictionary(object dictionary, int count)
    {
        var entries = Entries(dictionary).Take(ShownRows).ToList();
        var rows = entries.Select(entry => (IEnumerable<object?>)[entry.Key, entry.Value]);
        return Table(["key", "value"], rows, Note(TypeName.OfValue(dictionary), entries.Count, count > entries.Count, count));
    }

    private static ValueTable Grid(Array grid)
    {
        var (rows, columns) = (grid.GetLength(0), grid.GetLength(1));
        var (shownRows, shownColumns) = (Math.Min(rows, ShownRows), Math.Min(columns, ShownUnion));
        var numeric = TypeShape.IsNumber(grid.GetType().GetElementType()!);
        return new ValueTable(
            [new("", null, true), .. Enumerable.Range(0, shownColumns).Select(column => new ValueColumn(column.ToString(CultureInfo.InvariantCulture), null, numeric))],
            [.. Enumerable.Range(0, shownRows).Select(row => (IReadOnlyList<object?>)[row, .. Enumerable.Range(0, shownColumns).Select(column => grid.GetValue(row, column))])],
            CellText.Of(grid) + (shownRows < rows || shownColumns < columns ? $", its first {shownRows} rows and {shownColumns} columns" : ""));
    }

    private static ValueTable Places(Array array)
    {
        var shown = Math.Min(array.Length, ShownRows);
        var places = Enumerable.Range(0, shown).Select(number => PlaceOf(number, array)).ToList();
        return new ValueTable(
            [new("index"), new("value", null, TypeShape.IsNumber(array.GetType().GetElementType()!))],
            [.. places.Select(place => (IReadOnlyList<object?>)[string.Join(", ", place), array.GetValue(place)])],
            CellText.Of(array) + (shown < array.Length ? $", its first {shown} items" : ""));
    }

    private static int[] PlaceOf(int number, Array array)
    {
        var place = new int[array.Rank];
        for (var dimension = array.Rank - 1; dimension >= 0; dimension--)
        {
            (number, place[dimension]) = Math.DivRem(number, array.GetLength(dimension));
        }

        return place;
    }

    private static ValueTable Data(DataView view)
    {
        var columns = view.Table!.Columns.Cast<DataColumn>().ToList();
        var rows = view.Cast<DataRowView>().Take(ShownRows).Select(row => (IReadOnlyList<object?>)[.. columns.Select(column => row[column.Ordinal])]).ToList();
        return new ValueTable(
            [.. columns.Select(column => new ValueColumn(column.ColumnName, TypeName.Of(column.DataType), TypeShape.IsNumber(column.DataType)))],
            rows,
            Note(view.Table.TableName.Length > 0 ? view.Table.TableName : nameof(DataTable), rows.Count, view.Count > rows.Count, view.Count, "row"));
    }

    private static ValueTable Table(IReadOnlyList<string> names, IEnumerable<IEnumerable<object?>> rows, string note)
    {
        var all = rows.Select(row => (IReadOnlyList<object?>)[.. row]).ToList();
        return new ValueTable([.. names.Select((name, i) => Column(name, [.. all.Select(row => row[i])]))], all, note);
    }

    private static ValueColumn Column(string name, List<object?> values) =>
        Common(values) is { } type ? new ValueColumn(name, TypeName.Of(type), TypeShape.IsNumber(type)) : new ValueColumn(name, null, AreNumbers(values));

    /// <summary>The type that all values have that are there; null when there is none.</summary>
    private static Type? Common(IEnumerable<object?> values) =>
        values.Where(value => value is not (null or "")).Select(value => value!.GetType()).Distinct().ToList() is [var type] ? type : null;

    private static bool AreNumbers(List<object?> values) =>
        values.Exists(value => value is not (null or "")) && values.TrueForAll(value => value is null or "" || TypeShape.IsNumber(value.GetType()));

    private static IEnumerable<(object? Key, object? Value)> Entries(object dictionary)
    {
        if (dictionary is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries)
            {
                yield return (entry.Key, entry.Value);
            }

            yield break;
        }

        foreach (var pair in (IEnumerable)dictionary)
        {
            var type = pair.GetType();
            yield return (type.GetProperty("Key")!.GetValue(pair), type.GetProperty("Value")!.GetValue(pair));
        }
    }

    /// <summary>The first items, and whether there are more. Nothing beyond the one that answers that is asked of a sequence: it may have no end, or take its time.</summary>
    private static (List<object?> Items, bool More) First(IEnumerable sequence)
    {
        var items = sequence.Cast<object?>().Take(ShownRows + 1).ToList();
        return items.Count > ShownRows ? (items.GetRange(0, ShownRows), true) : (items, false);
    }

    /// <summary>How many items a sequence says it has, without going through it; null when it does not say.</summary>
    private static int? Count(IEnumerable sequence) => sequence is ICollection collection
        ? collection.Count
        : sequence.GetType().GetInterfaces()
            .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() is var open && (open == typeof(ICollection<>) || open == typeof(IReadOnlyCollection<>)))
            ?.GetProperty(nameof(ICollection.Count), BindingFlags.Instance | BindingFlags.Public)?.GetValue(sequence) as int?;

    private static string Note(string type, int shown, bool more, int? count, string noun = "item")
    {
        var counted = (count ?? shown).ToString("N0", CultureInfo.InvariantCulture);
        return !more ? $"{type}: {counted} {noun}{(counted == "1" ? "" : "s")}"
            : count is null ? $"{type}: the first {shown} {noun}s; there are more"
            : $"{type}: the first {shown} of {counted} {noun}s";
    }
}
