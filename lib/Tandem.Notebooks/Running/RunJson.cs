using System.Text.Json.Serialization;

namespace Tandem.Notebooks;

/// <summary>How a run's plan and its events are told from process to process. Generated code: reflection would cost a short run a tenth of its time.</summary>
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunJson : JsonSerializerContext;
