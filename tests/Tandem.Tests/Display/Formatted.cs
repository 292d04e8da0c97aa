namespace Tandem.Tests.Display;

/// <summary>What a notebook shows of a value: it finds attribute, source and formatter by their names alone.</summary>
internal static class Formatted
{
    public static string As(string mimeType, object value)
    {
        var attribute = value.GetType().GetCustomAttributes(true).Single(candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        using var writer = new StringWriter();
        foreach (var formatter in (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!)
        {
            if ((string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)! == mimeType && (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!)
            {
                break;
            }
        }

        return writer.ToString();
    }
}
