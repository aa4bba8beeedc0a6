using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.Readiness;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

// Who led before, which flags somebody said can wait, and what was waived at the gate; by the same verbs as people use.
internal sealed partial class ProgrammeLoad
{
    /// <summary>After the flags were worked out for the first time.</summary>
    public async Task AcknowledgementsAsync(DateTimeOffset now)
    {
        foreach (var a in files.Acknowledgements)
        {
            var flag = await db.Flags.SingleOrDefaultAsync(f => f.Subject == FlagSubject.Action && f.Ref == a.Action && f.Rule == a.Rule && f.Until == Flag.Open && f.From <= a.On)
                ?? throw files.Fault("acknowledgements", $"on {a.On:yyyy-MM-dd} action {a.Action} has no flag \"{a.Rule}\".");
            var acknowledged = flag.Acknowledge(ActorOf(a.By), a.Reason, a.ReturnsOn, a.On);
            if (acknowledged != flag)
                db.Flags.Add(acknowledged);
            db.History.Add(new HistoryEntry
            {
                ProgrammeId = programme.Id,
                At = now,
                On = a.On,
                By = TitleOf(a.By)!,
                Subject = Subject.Action,
                SubjectRef = a.Action,
                Kind = HistoryKind.FlagAcknowledged,
                What = FlagHistory.Acknowledged(acknowledged),
                Illustrative = a.Illustrative,
            });
        }
        await db.SaveChangesAsync();
    }

    /// <summary>After everything else, because only what the gate found can be waived.</summary>
    public async Task WaiversAsync(DateTimeOffset now)
    {
        foreach (var day in files.Waivers.GroupBy(w => (w.MeetingOn, w.On)))
        {
            var period = await db.Periods.SingleOrDefaultAsync(p => p.MeetingOn == day.Key.MeetingOn) ?? throw files.Fault("waivers", $"no period reports to a meeting on {day.Key.MeetingOn:yyyy-MM-dd}.");
            var gate = await ReadinessQueries.OfAsync(db, programme, period, day.Key.On, CancellationToken.None);
            foreach (var w in day)
                Waive(w, period, gate, now);
        }
        await db.SaveChangesAsync();
    }

    private void Waive(WaiverSeed w, ReportingPeriod period, ReadinessReport gate, DateTimeOffset now)
    {
        var found = gate.Checks.FirstOrDefault(c => c.Code == w.Check)?.Items.FirstOrDefault(i => i.State == ReadinessState.Open && i.Item.Subject == w.Subject && i.Item.Ref == w.Ref)
            ?? throw files.Fault("waivers", $"on {w.On:yyyy-MM-dd} the check \"{w.Check}\" has nothing open for {w.Ref}.");
        var waiver = ReadinessWaiver.Of(programme.Id, period.Id, w.Check, found.Item, w.Reason, ActorOf(w.By), w.On);
        waiver.Illustrative = w.Illustrative;
        db.ReadinessWaivers.Add(waiver);
        db.History.Add(new HistoryEntry
        {
            ProgrammeId = programme.Id,
            At = now,
            On = w.On,
            By = waiver.By,
            Subject = Subject.Period,
            SubjectRef = period.Key,
            Kind = HistoryKind.ReadinessWaived,
            What = ReadinessService.Told(waiver),
            Illustrative = w.Illustrative,
        });
    }

    /// <summary>The distribution lists, by the same rules as the office keeps them.</summary>
    public async Task RecipientsAsync()
    {
        var office = new Actor(programme.Id, null, Role.Office.Words(), Role.Office);
        foreach (var r in files.Recipients)
        {
            try
            {
                var recipient = r.Post is { } post ? Recipient.OfPost(r.Audience, Known(members, post, "recipients"), office, r.AddedOn) : Recipient.Outside(r.Audience, r.Title, r.Agency, r.Email, office, r.AddedOn);
                recipient.Illustrative = r.Illustrative;
                db.Recipients.Add(recipient);
            }
            catch (RuleException e)
            {
                throw files.Fault("recipients", e.Message, e);
            }
        }
        await db.SaveChangesAsync();
    }

    private List<HandOver> HandOvers(ActionSeed action)
    {
        var seeds = (action.HandOvers ?? []).OrderBy(h => h.On).ToList();
        return [.. seeds.Select((h, i) => HandOver.Of(
            Known(members, h.From, "actions"), Known(members, seeds.ElementAtOrDefault(i + 1)?.From ?? action.Lead, "actions"), h.Note, ActorOf(h.By), h.On))];
    }
}
