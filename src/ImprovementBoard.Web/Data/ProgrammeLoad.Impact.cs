using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;

namespace ImprovementBoard.Web.Data;

// What was judged and decided about recommendations, in the order it happened and by the same verbs: a seed that breaks a rule is refused.
internal sealed partial class ProgrammeLoad
{
    /// <param name="evidence">What is attached, for the judgements that rest on it.</param>
    public async Task ImpactAsync(IReadOnlyList<EvidenceItem> evidence)
    {
        var steps = files.Impact.Select(j => (j.On, Noun: "impact", Do: (Action)(() => Judge(j, evidence))))
            .Concat(files.Assurances.Select(a => (a.On, Noun: "assurances", Do: (Action)(() => Decide(a)))));
        foreach (var (on, noun, step) in steps.OrderBy(s => s.On))
        {
            try
            {
                step();
            }
            catch (RuleException fault)
            {
                throw files.Fault(noun, $"{on:yyyy-MM-dd}: {fault.Message}", fault);
            }
        }
        await db.SaveChangesAsync();
    }

    private void Judge(ImpactSeed j, IReadOnlyList<EvidenceItem> evidence)
    {
        var recommendation = Known(recommendations, j.Recommendation, "impact");
        var facts = j.Evidence.Select(title => evidence.FirstOrDefault(e => e.Title == title && e.AddedOn <= j.On
                && (e.RecommendationId == recommendation.Id || recommendation.Actions.Exists(a => a.Id == e.ActionItemId)))
            ?? throw files.Fault("impact", $"on {j.On:yyyy-MM-dd} nothing called “{title}” was attached to recommendation {j.Recommendation} or its actions."));
        var judgement = recommendation.JudgeImpact(j.Level, j.Reason, [.. facts.Select(e => e.Fact)], ActorOf(j.By), j.On);
        judgement.Illustrative = j.Illustrative;
    }

    private void Decide(AssuranceSeed a)
    {
        var recommendation = Known(recommendations, a.Recommendation, "assurances");
        var by = ActorOf(a.By);
        switch (a.Kind)
        {
            case AssuranceStep.Assured:
                recommendation.Assure(by, a.RecheckOn, a.On);
                break;
            case AssuranceStep.Closed:
                recommendation.Close(by, a.On);
                break;
            case AssuranceStep.Superseded:
                recommendation.Supersede(by, a.ReplacedBy is { } other ? Known(recommendations, other, "assurances") : null, a.Reason, a.On);
                break;
            default:
                recommendation.Contradict(Known(findingsById, a.Finding ?? "", "assurances"), by.Title, a.On);
                recommendation.Judgements[^1].Illustrative = a.Illustrative;
                break;
        }
    }

    private Actor ActorOf(string member)
    {
        var post = Known(members, member, "members");
        return new(programme.Id, post.Id, post.Title, post.Role);
    }
}
