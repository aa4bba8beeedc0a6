using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;

namespace ImprovementBoard.Web.Data;

// What was judged and decided about recommendations, in the order it happened and by the same verbs: a seed that breaks a rule is refused.
internal sealed partial class ProgrammeLoad
{
    public async Task ImpactAsync()
    {
        var steps = files.Impact.Select(j => (j.On, Noun: "impact", Do: (Action)(() => Judge(j))))
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

    private void Judge(ImpactSeed j)
    {
        var judgement = Known(recommendations, j.Recommendation, "impact").JudgeImpact(
            j.Level, j.Reason, [.. j.Evidence.Select(e => new EvidenceFact(0, e.Kind, e.Strength, e.DatedOn, e.Sample))], ActorOf(j.By), j.On);
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
