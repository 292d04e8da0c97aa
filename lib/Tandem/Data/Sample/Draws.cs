namespace Tandem;

/// <summary>Several random values, drawn one after the other.</summary>
internal static class Draws
{
    public static T[] Many<T>(int count, Func<T> next)
    {
        var all = new T[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = next();
        }

        return all;
    }
}
