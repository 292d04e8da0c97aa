using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tandem.Notebooks;

/// <summary>What a type's members say about how its values are best shown.</summary>
internal static class TypeShape
{
    private static readonly ConcurrentDictionary<Type, MemberInfo[]> _members = new();

    /// <summary>Public readable properties and fields, those of base types first, each type's in the order of their declaration.</summary>
    public static MemberInfo[] VisibleMembers(Type type) => _members.GetOrAdd(type, static key =>
    [
        .. key.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && IsReadable(property.PropertyType))
            .Cast<MemberInfo>()
            .Concat(key.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => IsReadable(field.FieldType)))
            // A member that hides one of a base type is the one that code sees.
            .GroupBy(member => member.Name)
            .Select(same => same.MaxBy(member => Depth(member.DeclaringType!))!)
            .OrderBy(member => Depth(member.DeclaringType!))
            .ThenBy(member => member.MetadataToken),
    ]);

    /// <summary>The member's value; what it threw, in parentheses, when it throws.</summary>
    public static object? Value(MemberInfo member, object instance)
    {
        try
        {
            return member is PropertyInfo property ? property.GetValue(instance) : ((FieldInfo)member).GetValue(instance);
        }
        catch (TargetInvocationException failure)
        {
            return $"({failure.InnerException!.GetType().Name}: {failure.InnerException.Message})";
        }
    }

    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
        || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan) || type == typeof(Guid) || type == typeof(Uri)
        || type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128) || typeof(Type).IsAssignableFrom(type)
        || Nullable.GetUnderlyingType(type) is { } inner && IsScalar(inner);

    public static bool IsNumber(Type type) =>
        type.IsPrimitive && type != typeof(bool) && type != typeof(char) || type == typeof(decimal) || type == typeof(Half)
        || Nullable.GetUnderlyingType(type) is { } inner && IsNumber(inner);

    public static bool IsTuple(Type type) => typeof(ITuple).IsAssignableFrom(type);

    /// <summary>Sequences that are not something more: a type that says of itself what it is, by ToString, is asked that.</summary>
    public static bool IsPlainSequence(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && (!OverridesToString(type) || typeof(IQueryable).IsAssignableFrom(type));

    /// <summary>Objects that read best as a list of names and values: records, anonymous types, and classes without a text of their own.</summary>
    public static bool ShowsAsProperties(Type type) =>
        !IsScalar(type) && !typeof(Delegate).IsAssignableFrom(type) && !typeof(IEnumerable).IsAssignableFrom(type)
        && VisibleMembers(type).Length > 0 && (IsRecord(type) || IsAnonymous(type) || !OverridesToString(type) && !type.Name.StartsWith('<'));

    public static bool IsAnonymous(Type type) =>
        type.Name.StartsWith("<>", StringComparison.Ordinal) && type.IsDefined(typeof(CompilerGeneratedAttribute), false);

    public static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    public static bool OverridesToString(Type type)
    {
        var declaring = type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType;
        return declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType);
    }

    private static bool IsReadable(Type type) => !type.IsByRefLike && !type.IsByRef && !type.IsPointer && !type.IsFunctionPointer;

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    private static bool IsRecord(Type type)
    {
        var print = type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
        // A record whose author wrote ToString has it without the compiler's mark.
        return print is not null && type.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute), false);
    }
}
