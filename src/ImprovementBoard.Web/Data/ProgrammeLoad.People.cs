using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Features.Flags;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Data;

// Who led before, and which flags somebody said can wait; by the same verbs as people use.
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

    private List<HandOver> HandOvers(ActionSeed action)
    {
        var seeds = (action.HandOvers ?? []).OrderBy(h => h.On).ToList();
        return [.. seeds.Select((h, i) => HandOver.Of(
            Known(members, h.From, "actions"), Known(members, seeds.ElementAtOrDefault(i + 1)?.From ?? action.Lead, "actions"), h.Note, ActorOf(h.By), h.On))];
    }
}
