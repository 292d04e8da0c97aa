namespace Tandem.Notebooks;

/// <summary>Sends the requests that the text describes, and shows the answers.</summary>
internal sealed class HttpKernel() : CellKernel("http", "Sends HTTP requests, and shows the answers.")
{
    private const int LargestShownBody = 1 << 20;

    public override IEnumerable<PlanStep> Plan(KernelCode code, CellPlanBuilder plan)
    {
        var cell = HttpCellText.Parse(code.Text, plan.File, code.FirstLine);
        return
        [
            .. cell.Variables.Select(variable => new ActStep((step, _) =>
            {
                variable.Place.Blame(() => new HttpPlaceholders(plan.Values, step).Declare(variable));
                return Task.CompletedTask;
            })),
            .. cell.Requests.Select(request => new ActStep((step, token) =>
                new SourceLine(plan.File, request.Line, request.LineText).BlameAsync(() => SendAsync(request, new HttpPlaceholders(plan.Values, step), step, token)))),
        ];
    }

    private static async Task<bool> SendAsync(HttpCellRequest request, HttpPlaceholders placeholders, StepContext step, CancellationToken token)
    {
        var filled = request.Fill(placeholders.Fill);
        var answer = await HttpSender.SendAsync(filled, LargestShownBody, token).ConfigureAwait(false);
        step.Show(HttpAnswerView.Of(filled, answer));
        return true;
    }
}
