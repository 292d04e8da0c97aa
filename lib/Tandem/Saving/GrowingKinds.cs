using System.Text.Json.Nodes;

namespace Tandem;

/// <summary>Which saved objects may differ when vocabularies have grown.</summary>
internal static class GrowingKinds
{
    public const string VocabularyField = "vocabulary";
    public const string FrequenciesField = "inverse_document_frequencies";

    /// <summary>Whether an object has a vocabulary that may grow.</summary>
    public static bool IsLookup(JsonObject fields) => (string?)fields["kind"] is "string_lookup" or "integer_lookup" or "text_vectorization";

    /// <summary>Whether an object is what was known up to now, which newer data replaces.</summary>
    public static bool IsData(JsonObject fields) => (string?)fields["kind"] is "histories" or "fixed";
}
