using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.HandOvers;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;

namespace ImprovementBoard.Web.Data;

/// <summary>The history that the dated facts of a demonstration would have left; moves of ratings are noted by <see cref="Features.Actions.DeliveryRatings"/>.</summary>
internal sealed class SeedHistory(Programme programme, ProgrammeLoad load, IReadOnlyList<EvidenceItem> evidence, DateTimeOffset now)
{
    private readonly List<HistoryEntry> entries = [];

    /// <summary>The entries, in the order things happened.</summary>
    public IEnumerable<HistoryEntry> Entries()
    {
        var titles = load.Members.ToDictionary(m => m.Id, m => m.Title);
        foreach (var action in load.Actions)
        {
            Dates(action, day => titles[action.LeadOn(day)]);
            foreach (var (on, by, kind, what) in PlanHistory.Of(action))
                Add(on, by, Subject.Action, action.Ref, kind, what);
        }
        foreach (var r in load.Recommendations)
            Recommended(r);
        Findings();
        Evidence();
        return entries.OrderBy(e => e.On);
    }

    private void Dates(ActionItem a, Func<DateOnly, string> lead)
    {
        void Note(DateOnly on, string by, HistoryKind kind, string what) => Add(on, by, Subject.Action, a.Ref, kind, what);

        Note(programme.StartedOn, "Programme office", HistoryKind.Added, $"First agreed: start {Words.Short(a.BaselineStart)}, due {Words.Short(a.BaselineDue)}");
        if (a.StartedOn is { } started)
            Note(started, lead(started), HistoryKind.Started, "Work started");
        foreach (var (move, from) in a.DueMoves.Select((m, i) => (m, i == 0 ? a.BaselineDue : a.DueMoves[i - 1].To)))
            Note(move.On, "Programme office", HistoryKind.DueDateMoved, $"Due date moved from {Words.Short(from)} to {Words.Short(move.To)} by decision {move.Decision}: {move.Reason}");
        foreach (var change in a.LeadChanges)
            Note(change.On, change.By, HistoryKind.HandedOver, HandOverHistory.Told(change, "Lead"));
        foreach (var u in a.Updates)
        {
            Note(u.On, lead(u.On), HistoryKind.UpdatePosted, $"Update posted: {u.WhatChanged}");
            if (u.ReviewedOn is { } reviewed)
                Note(reviewed, u.ReviewedBy!, u.Returned ? HistoryKind.UpdateReturned : HistoryKind.UpdateAccepted, u.Returned ? $"Update returned: {u.ReviewNote}" : "Update accepted");
        }
        foreach (var round in a.EarlierRounds)
        {
            Delivery(round.DeliveredOn, round.SignedOffOn, round.SignedOffBy, round.RecheckOn);
            Note(round.EndedOn, round.EndedBy, HistoryKind.Reopened, $"{round.How.Words()}: {round.Reason}");
        }
        Delivery(a.DeliveredOn, a.SignedOffOn, a.SignedOffBy, a.RecheckOn);
        if (a.ClosedOn is { } closed)
            Note(closed, a.SignedOffBy!, HistoryKind.Closed, "Re-check passed; closed");

        void Delivery(DateOnly? deliveredOn, DateOnly? signedOffOn, string? signedOffBy, DateOnly? recheckOn)
        {
            if (deliveredOn is { } delivered)
                Note(delivered, lead(delivered), HistoryKind.Delivered, "Delivered; awaiting sign-off");
            if (signedOffOn is { } signed)
                Note(signed, signedOffBy!, HistoryKind.SignedOff, recheckOn is { } recheck ? $"Signed off; re-check on {Words.Short(recheck)}" : "Signed off");
        }
    }

    // Findings of the inspection are told by the recommendations they led to.
    private void Findings()
    {
        foreach (var (finding, at) in load.Findings.Where(f => f.Row.RecordedOn <= programme.DemonstrationToday))
        {
            if (finding.VisitId is not null)
                Note(finding.RecordedOn, "Ofsted", HistoryKind.FindingRecorded, FindingHistory.Recorded(finding), false);
            foreach (var a in finding.Answers)
                Note(a.On, a.By, HistoryKind.FindingAnswered, FindingHistory.Answered(a), a.Illustrative);
            foreach (var c in finding.Checks)
                Note(c.On, c.By, HistoryKind.StrengthRetested, FindingHistory.Checked(finding, c), c.Illustrative);

            void Note(DateOnly on, string by, HistoryKind kind, string what, bool illustrative)
            {
                foreach (var (subject, reference) in FindingHistory.Subjects(finding.Recommendations, at))
                    Add(on, by, subject, reference, kind, what, illustrative);
            }
        }
    }

    private void Evidence()
    {
        var actions = load.Actions.ToDictionary(a => a.Id, a => a.Ref);
        var recommendations = load.Recommendations.ToDictionary(r => r.Id, r => r.Ref);
        foreach (var e in evidence)
        {
            var (subject, reference) = EvidenceHistory.SubjectOf(e, e.ActionItemId is { } a ? actions[a] : null, e.RecommendationId is { } r ? recommendations[r] : null);
            foreach (var v in e.Versions)
                Add(v.AddedOn, v.AddedBy, subject, reference, HistoryKind.EvidenceAdded, EvidenceHistory.Added(e, v), e.Illustrative, e.Id);
            if (e.WithdrawnOn is { } on)
                Add(on, e.WithdrawnBy!, subject, reference, HistoryKind.EvidenceWithdrawn, EvidenceHistory.Withdrawn(e), e.Illustrative, e.Id);
        }
    }

    private void Recommended(Recommendation r)
    {
        void Note(DateOnly on, string by, HistoryKind kind, string what) => Add(on, by, Subject.Recommendation, r.Ref, kind, what);

        Add(programme.StartedOn, "Ofsted", Subject.Recommendation, r.Ref, HistoryKind.Added, $"Recommended: {r.Source}", illustrative: false);
        var before = ImpactLook.NotJudged;
        foreach (var j in r.Judgements)
        {
            if (!j.Contradicted)
                Note(j.On, j.By, HistoryKind.ImpactJudged, RecommendationService.Told(j, before));
            before = ImpactLook.Of(j.Level).Words;
        }
        foreach (var round in r.EarlierRounds)
        {
            Assurance(round.AssuredOn, round.AssuredBy, round.RecheckOn, round.ClosedOn);
            Note(round.EndedOn, round.EndedBy, round.How == AssuranceEnd.Contradicted ? HistoryKind.Contradicted : HistoryKind.Reopened, round.Reason);
        }
        Assurance(r.AssuredOn, r.AssuredBy, r.RecheckOn, r.ClosedOn);
        foreach (var s in r.Supersessions)
            Note(s.On, s.By, HistoryKind.Superseded, RecommendationService.Told(s, load.Recommendations.FirstOrDefault(other => other.Ref == s.ReplacedBy)));

        void Assurance(DateOnly? assuredOn, string? by, DateOnly? recheckOn, DateOnly? closedOn)
        {
            if (assuredOn is { } assured)
                Note(assured, by!, HistoryKind.Assured, $"Assured; re-check on {Words.Short(recheckOn!.Value)}");
            if (closedOn is { } closed)
                Note(closed, by!, HistoryKind.Closed, "Re-check passed; closed");
        }
    }

    private void Add(DateOnly on, string by, Subject subject, string reference, HistoryKind kind, string what, bool illustrative = true, int? evidence = null) =>
        entries.Add(new HistoryEntry
        {
            ProgrammeId = programme.Id,
            At = now,
            On = on,
            By = by,
            Subject = subject,
            SubjectRef = reference,
            Kind = kind,
            What = what,
            EvidenceId = evidence,
            Illustrative = illustrative,
        });
}
