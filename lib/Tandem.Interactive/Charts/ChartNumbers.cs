using Newtonsoft.Json;

namespace Tandem.Interactive;

/// <summary>Writes numbers that JSON cannot hold as null, which Plotly leaves out of a drawing.</summary>
internal sealed class ChartNumbers : JsonConverter
{
    /// <summary>Writes charts as Plotly.NET does, but for those numbers, and refuses an object that contains itself.</summary>
    public static readonly JsonSerializer Serializer = JsonSerializer.Create(new() { EqualityComparer = ReferenceEqualityComparer.Instance, Converters = { new ChartNumbers() } });

    public override bool CanRead => false;

    public override bool CanConvert(Type objectType) => objectType == typeof(double) || objectType == typeof(float);

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
        writer.WriteValue(value is double d && double.IsFinite(d) || value is float f && float.IsFinite(f) ? value : null);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new NotSupportedException();
}
