using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Web.Data;

/// <summary>Gives seeded actions what <c>plan.json</c> says of them: owners, money, milestones, blocks, what they wait for, proposals.</summary>
internal sealed class PlanLoad(Programme programme, SeedFiles files, Dictionary<string, Member> members, IReadOnlyList<PlanSeed> plan)
{
    private const string Office = "Programme office";

    /// <summary>Fills in one action.</summary>
    public void Fill(ActionItem action)
    {
        if (plan.FirstOrDefault(p => p.Action == action.Ref) is not { } seed)
            return;
        if (seed.Sro is { } sro)
        {
            var terms = new ActionTerms
            {
                On = seed.SroFrom ?? programme.StartedOn,
                By = Office,
                SroId = Known(sro).Id,
                CostPounds = seed.CostPounds,
                Funding = seed.Funding,
                FundingAgreed = seed.FundingAgreed,
                Illustrative = seed.Illustrative,
            };
            action.Terms = [terms];
            action.SroId = terms.SroId;
        }
        string Lead(DateOnly day) => members.Values.Single(m => m.Id == action.LeadOn(day)).Title;
        foreach (var (m, number) in (seed.Milestones ?? []).Select((m, i) => (m, i + 1)))
            Add(action, m, number, Lead, seed.Illustrative);
        action.Blocks = [.. (seed.Blocks ?? []).OrderBy(b => b.From).Select(b => new ActionBlock { From = b.From, By = Lead(b.From), Reason = b.Reason, NeedsDecisionOf = b.NeedsDecisionOf, Until = b.Until, EndedBy = b.Until is { } until ? Lead(until) : null })];
        action.Recoveries = [.. (seed.Recoveries ?? []).OrderBy(r => r.On).Select(r => new RecoveryPlan { On = r.On, By = Lead(r.On), Text = r.Text, BackBy = r.BackBy, Illustrative = seed.Illustrative })];
        action.Proposals = [.. (seed.Proposals ?? []).OrderBy(p => p.On).Select(p => Proposal(p, action, Lead(p.On), seed.Illustrative))];
    }

    /// <summary>What waits for what, once every action has its key.</summary>
    public IEnumerable<Dependency> Dependencies(IReadOnlyList<ActionItem> actions)
    {
        var byRef = actions.ToDictionary(a => a.Ref);
        foreach (var seed in plan.Where(p => !byRef.ContainsKey(p.Action)))
            throw files.Fault("plan", $"it names action \"{seed.Action}\", which actions.json does not have.");
        return plan.SelectMany(p => (p.WaitsFor ?? []).Select(other => new Dependency
        {
            ProgrammeId = programme.Id,
            ActionItemId = byRef[p.Action].Id,
            WaitsForId = byRef.TryGetValue(other, out var found) ? found.Id : throw files.Fault("plan", $"it names action \"{other}\", which actions.json does not have."),
            From = programme.StartedOn,
            By = Office,
            Illustrative = p.Illustrative,
        }));
    }

    private void Add(ActionItem action, MilestoneSeed m, int number, Func<DateOnly, string> lead, bool illustrative)
    {
        action.Milestones.Add(new()
        {
            Number = number,
            Title = m.Title,
            BaselineDate = m.Date,
            AddedOn = programme.StartedOn,
            AddedBy = Office,
            DoneOn = m.DoneOn,
            RecordedOn = m.DoneOn,
            RecordedBy = m.DoneOn is { } done ? lead(done) : null,
            Illustrative = illustrative,
        });
        if (m is { MovedOn: { } on, MovedTo: { } to })
            action.MilestoneMoves.Add(new() { Milestone = number, On = on, To = to, Decision = m.Decision ?? "" });
        if (m is { MissedOn: { } missedOn, Missed: { } why })
            action.MissedReasons.Add(new() { Milestone = number, On = missedOn, By = lead(missedOn), Text = why });
    }

    private DateProposal Proposal(ProposalSeed p, ActionItem action, string lead, bool illustrative) => new()
    {
        ProgrammeId = programme.Id,
        ProposedOn = p.On,
        ProposedById = action.LeadOn(p.On),
        ProposedBy = lead,
        FromDue = p.FromDue,
        NewDue = p.NewDue,
        Reason = p.Reason,
        Outcome = p.Outcome,
        DecidedOn = p.DecidedOn,
        DecidedBy = p.DecidedBy is { } decider ? Known(decider).Title : null,
        Decision = p.Decision,
        Note = p.Note,
        Illustrative = illustrative,
    };

    private Member Known(string key) => members.TryGetValue(key, out var member) ? member : throw files.Fault("plan", $"it names \"{key}\", which no other seed file has.");
}
