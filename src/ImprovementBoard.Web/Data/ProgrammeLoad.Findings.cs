using ImprovementBoard.Core.Visits;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

/// <summary>A finding with the visit or inspection it was made at.</summary>
internal sealed record SeededFinding(Finding Row, string At);

// What inspectors said, what the council answered, and what became of the strengths.
internal sealed partial class ProgrammeLoad
{
    private readonly Dictionary<string, Finding> findingsById = [];

    public async Task FindingsAsync()
    {
        var inspections = await db.Inspections.ToDictionaryAsync(i => i.Ref);
        var visits = await db.Visits.ToDictionaryAsync(v => v.Ref);
        foreach (var f in files.Findings)
        {
            var (inspection, visit) = (inspections.GetValueOrDefault(f.At), visits.GetValueOrDefault(f.At));
            if (inspection is null && visit is null)
                throw files.Fault("findings", $"it names \"{f.At}\", which is neither an inspection nor a visit.");
            findingsById[f.Id] = new Finding
            {
                ProgrammeId = programme.Id,
                InspectionId = inspection?.Id,
                VisitId = visit?.Id,
                On = inspection?.FieldworkTo ?? visit!.SortOn,
                RecordedOn = inspection?.PublishedOn ?? visit!.RecordedOn,
                Polarity = f.Polarity,
                Progress = f.Progress,
                ImmediateSafety = f.ImmediateSafety,
                Theme = f.Theme,
                Cohort = f.Cohort,
                Text = f.Text,
                Paragraph = f.Paragraph,
                Source = Named(f.Source),
                Recommendations = [.. f.Recommendations.Select(r => Known(recommendations, r, "findings"))],
            };
            FollowUp(findingsById[f.Id], f);
            findings.Add(new(findingsById[f.Id], f.At));
        }
        db.AddRange(findingsById.Values);
        await db.SaveChangesAsync();
        foreach (var f in files.Findings.Where(f => f.Repeats is not null))
            findingsById[f.Id].RepeatsId = Known(findingsById, f.Repeats!, "findings").Id;
        await db.SaveChangesAsync();
    }

    private void FollowUp(Finding finding, FindingSeed seed)
    {
        foreach (var a in (seed.Answers ?? []).OrderBy(a => a.On))
            finding.Answer(a.Text, TitleOf(a.By)!, a.On, a.Illustrative);
        foreach (var c in (seed.Checks ?? []).OrderBy(c => c.On))
        {
            if (c.Result == StrengthResult.DateSet)
                finding.SetRetest(c.NextOn, TitleOf(c.By)!, c.On, c.Illustrative);
            else
                finding.Retest(c.Result == StrengthResult.Holds, c.Note, c.NextOn, TitleOf(c.By)!, c.On, c.Illustrative);
        }
    }
}
