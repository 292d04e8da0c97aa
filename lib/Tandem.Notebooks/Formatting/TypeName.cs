using System.Runtime.CompilerServices;

namespace Tandem.Notebooks;

/// <summary>Types' names as C# code writes them.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    /// <summary>The name, without namespace.</summary>
    public static string Of(Type type)
    {
        if (_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return OfArray(type);
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return $"{Of(inner)}?";
        }

        if (typeof(ITuple).IsAssignableFrom(type) && type.IsValueType && type.IsGenericType)
        {
            return $"({string.Join(", ", type.GetGenericArguments().Select(Of))})";
        }

        return TypeShape.IsAnonymous(type) ? "(anonymous)" : type.IsByRef || type.IsPointer ? type.Name : OfNamed(type);
    }

    /// <summary>The name of what a value is to its user: compiler-made and hidden types go by the public type that they stand for.</summary>
    public static string OfValue(object value)
    {
        var type = value.GetType();
        return value switch
        {
            Task => Of(PublicBase(type)),
            _ when IsHidden(type) && ElementType(type) is { } element => $"IEnumerable<{Of(element)}>",
            _ when IsHidden(type) && type.GetInterface(typeof(IAsyncEnumerable<>).Name) is { } asynchronous => Of(asynchronous),
            _ => Of(type),
        };
    }

    /// <summary>What a sequence is a sequence of; null when it does not say, or says more than one thing.</summary>
    public static Type? ElementType(Type sequence)
    {
        var found = sequence.GetInterfaces().Append(sequence)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(type => type.GetGenericArguments()[0])
            .Distinct()
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>C# writes the outermost rank first.</summary>
    private static string OfArray(Type array)
    {
        var ranks = "";
        var element = array;
        for (; element.IsArray; element = element.GetElementType()!)
        {
            ranks += $"[{new string(',', element.GetArrayRank() - 1)}]";
        }

        return Of(element) + ranks;
    }

    private static string OfNamed(Type type)
    {
        // A nested type's arguments include those of the types around it; its own are the last.
        var arity = type.Name.Split('`') is [_, var count] && int.TryParse(count, out var number) ? number : 0;
        var arguments = type.IsGenericType ? type.GetGenericArguments()[^arity..] : [];
        var name = type.Name.Split('`')[0];
        return arguments.Length > 0 ? $"{name}<{string.Join(", ", arguments.Select(Of))}>" : name;
    }

    /// <summary>True for types that the compiler made, and for those that the platform keeps to itself.</summary>
    private static bool IsHidden(Type type) =>
        !type.IsArray && (type.Name.StartsWith('<')
            || !Definition(type).IsVisible && type.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) == true);

    private static Type PublicBase(Type type)
    {
        while (IsHidden(type) || type.GetGenericArguments().Any(IsHidden))
        {
            type = type.BaseType!;
        }

        return type;
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
