using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Visits;

/// <summary>Puts right what was taken in wrongly: permission, rule, history and save in one transaction.</summary>
public sealed class CorrectionService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Corrects a visit; its findings follow its day and its source.</summary>
    /// <param name="seen">The version of the visit that the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not record findings.</exception>
    /// <exception cref="RuleException">Something makes no sense or nothing differs, a repeat would come before what it repeats, or someone else changed the visit meanwhile.</exception>
    public async Task CorrectVisitAsync(ProgrammeScope scope, string reference, Guid seen, VisitInput input, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.RecordFindings);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var visits = await db.Visits.ToListAsync(ct);
        var visit = visits.Find(v => v.Ref == reference && v.SortOn <= scope.Today) ?? throw new RuleException($"There is no visit {reference} up to {Words.Long(scope.Today)} in this programme.");
        if (visit.Version != seen)
            throw new RuleException("Someone else changed this visit while you were writing. Your words are kept: read what stands now, then save again.");
        VisitService.ExpectOnlyOne(visits.FindAll(v => v != visit), input);
        var correction = visit.Correct(input, reason, scope.Actor.Title, scope.Today);
        var findings = await db.Findings.Include(f => f.Recommendations).ToListAsync(ct);
        foreach (var finding in findings.Where(f => f.VisitId == visit.Id))
            finding.Follow(correction, visit);
        if (findings.Exists(f => findings.Exists(earlier => earlier.Id == f.RepeatsId && earlier.On >= f.On)))
            throw new RuleException("A finding would then be said again before it was first said. Check the dates, or correct that finding first.", nameof(VisitInput.To));
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Visit, visit.Ref, HistoryKind.VisitCorrected, FindingHistory.Corrected(correction));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Corrects a finding. Where it now contradicts what was assured or judged, that reopens; where it contradicts no longer, what was
    /// reopened stays so until a person decides.
    /// </summary>
    /// <param name="seen">The version of the finding that the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person may not record findings.</exception>
    /// <exception cref="RuleException">Something makes no sense or nothing differs, another finding repeats it, or someone else changed it meanwhile.</exception>
    public async Task CorrectFindingAsync(ProgrammeScope scope, int id, Guid seen, FindingInput input, string? reason, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.RecordFindings);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var all = await db.Findings.Include(f => f.Recommendations).ToListAsync(ct);
        var finding = all.Find(f => f.Id == id && f.On <= scope.Today) ?? throw new RuleException("There is no such finding in this programme.");
        if (finding.Version != seen)
            throw new RuleException("Someone else changed this finding while you were writing. Your words are kept: read what stands now, then save again.");
        var occasion = (await Occasions.ListAsync(db, scope, ct)).First(o => o.Has(finding));
        if (all.Exists(f => f != finding && occasion.Has(f) && FindingPaste.Same(f.Text, input.Text)))
            throw new RuleException("Another finding of this visit says the same already.", nameof(FindingInput.Text));
        var recommendations = await db.Recommendations.ToDictionaryAsync(r => r.Ref, ct);
        if (input.Recommendations.FirstOrDefault(r => !recommendations.ContainsKey(r)) is { } missing)
            throw new RuleException($"There is no recommendation {missing} in this programme.", nameof(FindingInput.Recommendations));
        if (input.RepeatsId is { } repeats && !all.Exists(f => f.Id == repeats && f.On < finding.On && f.Polarity.IsConcern()))
            throw new RuleException("Only a concern said on an earlier occasion can be said again.", nameof(FindingInput.RepeatsId));
        if (input.Polarity?.IsConcern() == false && all.Exists(f => f.RepeatsId == id))
            throw new RuleException("A later finding repeats this concern. Correct that one first: it then repeats nothing.", nameof(FindingInput.Polarity));

        var before = finding.Recommendations.ToList();
        var spokeAgainst = finding.Polarity.IsConcern() ? before.ConvertAll(r => r.Id) : [];
        var correction = finding.Correct(
            input, occasion.Place, [.. input.Recommendations.Distinct().Select(r => recommendations[r])], key => all.First(f => f.Id == key).Text, reason, scope.Actor.Title, scope.Today);
        var what = FindingHistory.Corrected(finding, correction);
        foreach (var (subject, reference) in FindingHistory.Subjects([.. before, .. finding.Recommendations], occasion.Ref))
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, subject, reference, HistoryKind.FindingCorrected, what);
        await db.ContradictAsync(finding, scope.Actor, clock.GetUtcNow(), scope.Today, spokeAgainst, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
