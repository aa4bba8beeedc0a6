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

/// <summary>Records visits and what inspectors said: permission, rule, history and save in one transaction.</summary>
public sealed class VisitService(BoardDatabase database, TimeProvider clock)
{
    /// <summary>Records a monitoring visit and answers its name in addresses.</summary>
    /// <exception cref="ForbiddenException">The person may not record findings.</exception>
    /// <exception cref="RuleException">Something is missing or makes no sense, or the visit stands here already.</exception>
    public async Task<string> RecordVisitAsync(ProgrammeScope scope, VisitInput input, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.RecordFindings);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var others = await db.Visits.AsNoTracking().ToListAsync(ct);
        ExpectOnlyOne(others, input);
        var visit = input.Record(scope.Id, input.RefAmong(others.ConvertAll(v => v.Ref)), scope.Actor.Title, scope.Today);
        db.Visits.Add(visit);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Visit, visit.Ref, HistoryKind.VisitRecorded, $"{visit.Title}: {visit.DateWords}, {visit.Pace.Words()}. Looked at: {visit.Focus}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return visit.Ref;
    }

    /// <summary>The letter of a visit came out; findings recorded before it cite it too.</summary>
    /// <param name="seen">The version of the visit that the person had on screen.</param>
    /// <inheritdoc cref="RecordVisitAsync"/>
    public async Task PublishLetterAsync(ProgrammeScope scope, string reference, Guid seen, DateOnly? on, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.RecordFindings);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var visit = await db.Visits.SingleOrDefaultAsync(v => v.Ref == reference, ct) ?? throw new RuleException($"There is no visit {reference} in this programme.");
        if (visit.Version != seen)
            throw new RuleException("Someone else changed this visit while you were reading. Read what stands now, then try again.");
        var source = visit.Source;
        visit.PublishLetter(on, scope.Today);
        foreach (var finding in await db.Findings.Include(f => f.Recommendations).Where(f => f.VisitId == visit.Id).ToListAsync(ct))
            finding.Cite(source, visit, scope.Actor.Title, scope.Today);
        db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, Subject.Visit, visit.Ref, HistoryKind.VisitRecorded, $"Letter published on {Words.Long(on!.Value)}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Records what inspectors said on one occasion, all of it or nothing.</summary>
    /// <param name="reference">The visit or inspection.</param>
    /// <exception cref="ForbiddenException">The person may not record findings.</exception>
    /// <exception cref="RuleException">A finding has a fault, stands here already, or names what does not exist.</exception>
    public async Task RecordFindingsAsync(ProgrammeScope scope, string reference, IReadOnlyList<FindingInput> inputs, CancellationToken ct = default)
    {
        scope.Actor.Require(Permission.RecordFindings);
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var occasion = (await Occasions.ListAsync(db, scope, ct)).Find(o => o.Ref == reference && !o.Later)
            ?? throw new RuleException($"There is no visit or inspection {reference} up to {Words.Long(scope.Today)} in this programme.");
        var known = (await db.Findings.AsNoTracking().ToListAsync(ct)).ConvertAll(f => (f.Id, f.On, f.Polarity, f.Text, Here: occasion.Has(f)));
        var recommendations = await db.Recommendations.ToDictionaryAsync(r => r.Ref, ct);
        var recorded = new List<Finding>();
        foreach (var input in inputs)
        {
            if (known.Exists(k => k.Here && FindingPaste.Same(k.Text, input.Text)) || recorded.Exists(r => FindingPaste.Same(r.Text, input.Text)))
                throw new RuleException($"This finding stands here already: “{Text.Clean(input.Text)}”. Leave it out.", nameof(FindingInput.Text));
            if (input.Recommendations.FirstOrDefault(r => !recommendations.ContainsKey(r)) is { } missing)
                throw new RuleException($"There is no recommendation {missing} in this programme.", nameof(FindingInput.Recommendations));
            if (input.RepeatsId is { } repeats && !known.Exists(k => k.Id == repeats && k.On < occasion.SortOn && k.Polarity.IsConcern()))
                throw new RuleException("Only a concern said on an earlier occasion can be said again.", nameof(FindingInput.RepeatsId));
            recorded.Add(input.Record(scope.Id, occasion.Place, input.Recommendations.Distinct().Select(r => recommendations[r]).ToList(), scope.Actor.Title, scope.Today));
        }
        if (recorded.Count == 0)
            throw new RuleException("There is no finding to save.");
        foreach (var finding in recorded)
            Note(db, scope, finding, reference, HistoryKind.FindingRecorded, FindingHistory.Recorded(finding));
        db.Findings.AddRange(recorded);
        await db.SaveChangesAsync(ct);
        foreach (var finding in recorded)
            await db.ContradictAsync(finding, scope.Actor, clock.GetUtcNow(), scope.Today, [], ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The council answers a concern.</summary>
    /// <param name="seen">The version of the finding that the person had on screen.</param>
    /// <exception cref="ForbiddenException">The person neither records findings nor owns a recommendation it bears on.</exception>
    /// <exception cref="RuleException">The finding or the answer does not allow it, or someone else changed the finding meanwhile.</exception>
    public Task AnswerAsync(ProgrammeScope scope, int id, Guid seen, string? answer, CancellationToken ct = default) =>
        FollowUpAsync(scope, id, seen, scope.Actor.MayAnswer, f =>
        {
            f.Answer(answer, scope.Actor.Title, scope.Today);
            return (HistoryKind.FindingAnswered, FindingHistory.Answered(f.Answers[^1]));
        }, ct);

    /// <summary>Sets the day on which a strength is tested again.</summary>
    /// <inheritdoc cref="RetestAsync"/>
    public Task SetRetestAsync(ProgrammeScope scope, int id, Guid seen, DateOnly? nextOn, CancellationToken ct = default) =>
        FollowUpAsync(scope, id, seen, _ => scope.Actor.May(Permission.RecordFindings), f =>
        {
            f.SetRetest(nextOn, scope.Actor.Title, scope.Today);
            return (HistoryKind.StrengthRetested, FindingHistory.Checked(f, f.Checks[^1]));
        }, ct);

    /// <summary>A strength was tested again.</summary>
    /// <exception cref="ForbiddenException">The person may not record findings.</exception>
    /// <exception cref="RuleException">It is no strength, the note or the date does not do, or someone else changed the finding meanwhile.</exception>
    public Task RetestAsync(ProgrammeScope scope, int id, Guid seen, bool holds, string? note, DateOnly? nextOn, CancellationToken ct = default) =>
        FollowUpAsync(scope, id, seen, _ => scope.Actor.May(Permission.RecordFindings), f =>
        {
            f.Retest(holds, note, nextOn, scope.Actor.Title, scope.Today);
            return (HistoryKind.StrengthRetested, FindingHistory.Checked(f, f.Checks[^1]));
        }, ct);

    /// <summary>A visit stands once.</summary>
    /// <exception cref="RuleException">One of the others has its number or its days.</exception>
    internal static void ExpectOnlyOne(List<MonitoringVisit> others, VisitInput input)
    {
        if (others.Find(v => input.OfficialNumber is { } number && v.OfficialNumber == number) is { } same)
            throw new RuleException($"Visit {same.OfficialNumber} stands here already: {same.Title}.", nameof(VisitInput.OfficialNumber));
        if (others.Find(v => v.From is { } from && v.To is { } to && input.From <= to && input.To >= from) is { } overlapping)
            throw new RuleException($"Inspectors were here on these days for {overlapping.Title}. Check both dates.", nameof(VisitInput.From));
    }

    private async Task FollowUpAsync(ProgrammeScope scope, int id, Guid seen, Func<Finding, bool> may, Func<Finding, (HistoryKind Kind, string What)> change, CancellationToken ct)
    {
        await using var db = database.Open(scope.Id);
        await using var transaction = await db.LockProgrammeAsync(ct);
        var finding = await db.Findings.Include(f => f.Recommendations).SingleOrDefaultAsync(f => f.Id == id, ct)
            ?? throw new RuleException("There is no such finding in this programme.");
        scope.Actor.Require(may(finding), $"follow up finding {id}, which is not theirs");
        if (finding.Version != seen)
            throw new RuleException("Someone else changed this finding while you were writing. Your words are kept: read what stands now, then save again.");
        if (finding.On > scope.Today)
            throw new RuleException($"This was said after {Words.Long(scope.Today)}, so there is nothing to do about it yet.");
        var reference = (await Occasions.ListAsync(db, scope, ct)).First(o => o.Has(finding)).Ref;
        var (kind, what) = change(finding);
        Note(db, scope, finding, reference, kind, what);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private void Note(BoardDbContext db, ProgrammeScope scope, Finding finding, string visit, HistoryKind kind, string what)
    {
        foreach (var (subject, reference) in FindingHistory.Subjects(finding.Recommendations, visit))
            db.Record(scope.Actor, clock.GetUtcNow(), scope.Today, subject, reference, kind, what);
    }
}
