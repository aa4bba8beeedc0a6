using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Visits;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Flags;

/// <summary>Reads what the rules need to know, for a whole programme or for a few subjects, in a fixed number of queries.</summary>
/// <param name="only">The subjects asked for, or null for all.</param>
internal sealed class FlagReader(BoardDbContext db, DateOnly today, int cycleDays, DateOnly startedOn, Touched? only)
{
    private Dictionary<int, (string Title, DateOnly? To)> posts = [];

    /// <summary>The flags that the rules raise on <c>today</c>; rows not saved.</summary>
    public async Task<List<Flag>> FoundAsync(CancellationToken ct)
    {
        posts = (await db.Members.Select(m => new { m.Id, m.Title, m.To }).ToListAsync(ct)).ToDictionary(m => m.Id, m => (m.Title, m.To));
        var found = new List<Flag>();
        if (only is null || only.Actions.Count > 0)
            await AddActionsAsync(found, ct);
        if (only is null || only.Recommendations.Count > 0)
            await AddRecommendationsAsync(found, ct);
        if (only is null || only.Findings.Count > 0)
            await AddFindingsAsync(found, ct);
        return found;
    }

    private async Task AddActionsAsync(List<Flag> found, CancellationToken ct)
    {
        var actions = db.Actions.AsNoTracking().Where(a => a.ClosedOn == null);
        var waits = db.Dependencies.Where(d => d.From <= today && (d.Until == null || d.Until > today));
        if (only is not null)
        {
            actions = actions.Where(a => only.Actions.Contains(a.Id));
            waits = waits.Where(d => only.Actions.Contains(d.ActionItemId));
        }
        var waitsFor = (await (
            from d in waits
            join other in db.Actions on d.WaitsForId equals other.Id
            where other.DeliveredOn == null && other.SignedOffOn == null
            select new { d.ActionItemId, other.Ref, other.Due, d.From }).ToListAsync(ct)).ToLookup(w => w.ActionItemId, w => new WaitedFor(w.Ref, w.Due, w.From));
        // Few moved twice; the list of moves of the others stays unread.
        var moves = (await actions.Where(a => a.TimesMoved >= 2).Select(a => new { a.Id, a.DueMoves }).ToListAsync(ct))
            .ToDictionary(a => a.Id, a => a.DueMoves.Where(m => m.On <= today).Select(m => m.On).Order().ToList());
        var rows = await actions.Select(a => new
        {
            a.Id,
            a.Ref,
            a.Title,
            a.LeadId,
            a.Delivery,
            a.Due,
            a.UpdateDueBy,
            a.LastUpdateOn,
            a.DeliveredOn,
            a.RecheckOn,
            AgreedOn = a.ReviewerSays == null ? null : a.Updates.Where(u => u.On <= today && !u.Returned).OrderByDescending(u => u.On).ThenByDescending(u => u.Id).Select(u => u.ReviewedOn).FirstOrDefault(),
            LastWords = a.DeliveredOn != null ? null : a.Updates.Where(u => u.On <= today && !u.Returned).OrderByDescending(u => u.On).ThenByDescending(u => u.Id).Select(u => u.WhatChanged).FirstOrDefault(),
            WordsBefore = a.DeliveredOn != null ? null : a.Updates.Where(u => u.On <= today && !u.Returned).OrderByDescending(u => u.On).ThenByDescending(u => u.Id).Skip(1).Select(u => u.WhatChanged).FirstOrDefault(),
            Newest = a.DeliveredOn == null ? null : a.Evidence.Where(e => e.Sensitivity == Sensitivity.Normal && e.AddedOn <= today && (e.WithdrawnOn == null || e.WithdrawnOn > today)).Max(e => (DateOnly?)e.DatedOn),
        }).ToListAsync(ct);
        foreach (var a in rows)
        {
            var (lead, left) = posts[a.LeadId];
            var facts = new ActionFlagFacts(today, cycleDays, a.Delivery, a.AgreedOn, a.Due, a.UpdateDueBy, a.LastUpdateOn, a.LastWords, a.WordsBefore, moves.GetValueOrDefault(a.Id, []), lead, left, a.DeliveredOn, a.RecheckOn, null, a.Newest, [.. waitsFor[a.Id]]);
            Add(found, FlagSubject.Action, a.Id, a.Ref, a.Title, a.LeadId, rule => rule.Check(facts));
        }
    }

    private async Task AddRecommendationsAsync(List<Flag> found, CancellationToken ct)
    {
        var recommendations = db.Recommendations.AsNoTracking();
        if (only is not null)
            recommendations = recommendations.Where(r => only.Recommendations.Contains(r.Id));
        // Only a delivery that got better after the judgement matters, and only where there is a level to compare it with.
        var better = await db.History.Where(h => h.Subject == Subject.Recommendation && h.Kind == HistoryKind.RatingMoved && h.On <= today
                && h.FromRating < DeliveryRating.OnTrack && h.ToRating >= DeliveryRating.OnTrack)
            .GroupBy(h => h.SubjectRef).Select(g => new { g.Key, On = g.Max(h => h.On) }).ToDictionaryAsync(g => g.Key, g => g.On, ct);
        var rows = await recommendations.Select(r => new
        {
            r.Id,
            r.Ref,
            r.ShortTitle,
            r.OwnerId,
            r.Status,
            r.Delivery,
            r.Impact,
            r.RecheckOn,
            Actions = r.Actions.Count(a => a.AddedOn <= today),
            JudgedOn = r.Judgements.Where(j => j.On <= today).Max(j => (DateOnly?)j.On),
        }).ToListAsync(ct);
        foreach (var r in rows)
        {
            var (owner, left) = posts[r.OwnerId];
            var settled = r.Status is RecommendationStatus.Closed or RecommendationStatus.Superseded;
            var facts = new RecommendationFlagFacts(today, settled, startedOn, r.Actions, r.Delivery, r.Impact, r.JudgedOn, better.TryGetValue(r.Ref, out var on) ? on : null, owner, left, r.RecheckOn);
            Add(found, FlagSubject.Recommendation, r.Id, r.Ref, r.ShortTitle, r.OwnerId, rule => rule.Check(facts));
        }
    }

    private async Task AddFindingsAsync(List<Flag> found, CancellationToken ct)
    {
        var findings = db.Findings.AsNoTracking().Where(f => f.On <= today && f.RecordedOn <= today);
        if (only is not null)
            findings = findings.Where(f => only.Findings.Contains(f.Id));
        var rows = await (
            from f in findings.Include(f => f.Recommendations)
            join i in db.Inspections on f.InspectionId equals i.Id into inspections
            from i in inspections.DefaultIfEmpty()
            join v in db.Visits on f.VisitId equals v.Id into visits
            from v in visits.DefaultIfEmpty()
            select new { Finding = f, Ref = i == null ? v!.Ref : i.Ref }).ToListAsync(ct);
        foreach (var row in rows)
        {
            var f = row.Finding;
            var facts = new FindingFlagFacts(today, f.UnansweredOn(today) ? f.AnswerDueOn : null, f.Polarity == Polarity.Strength ? f.RetestOnAsAt(today) : null);
            Add(found, FlagSubject.Finding, f.Id, row.Ref, Shortened(f.Text), null, rule => rule.Check(facts));
        }
    }

    private void Add(List<Flag> found, FlagSubject subject, int id, string reference, string title, int? holderId, Func<FlagRule, Raised?> check)
    {
        foreach (var rule in FlagRules.All)
        {
            if (check(rule) is not var (since, why))
                continue;
            found.Add(new Flag
            {
                ProgrammeId = db.ProgrammeId,
                Subject = subject,
                SubjectId = id,
                Ref = reference,
                Title = title,
                HolderId = holderId,
                Rule = rule.Code,
                Seriousness = rule.Seriousness,
                Since = since,
                Why = why.Length <= Flag.WhyMaxLength ? why : why[..(Flag.WhyMaxLength - 1)] + "…",
                From = today,
            });
        }
    }

    private static string Shortened(string text)
    {
        if (text.Length <= Flag.TitleMaxLength)
            return text;
        var end = text.LastIndexOf(' ', Flag.TitleMaxLength - 2);
        return text[..(end > 0 ? end : Flag.TitleMaxLength - 1)].TrimEnd(',', ';', ':', ' ') + "…";
    }
}
