using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Evidence;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Evidence;

public sealed class EvidenceQueriesTests
{
    [Fact]
    public async Task A_judgement_may_rest_on_the_evidence_of_the_recommendation_and_of_its_actions_the_newest_first()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();

        var facts = await OfAsync(database, kirklees, "15");

        Assert.Equal(
            [
                ("Conferences held within fifteen working days", "action 15.1", EvidenceKind.Data, EvidenceStrength.InternallyTested, (int?)149),
                ("Log of late conferences and their new dates", "action 15.4", EvidenceKind.Data, EvidenceStrength.SelfReported, 31),
                ("What families said after their first conference", "recommendation 15", EvidenceKind.ChildFamilyVoice, EvidenceStrength.InternallyTested, 22),
                ("Conferences in time, autumn 2017", "action 15.1", EvidenceKind.Data, EvidenceStrength.InternallyTested, 124),
            ],
            facts.Select(f => (f.Title, f.AttachedTo, f.Fact.Kind, f.Fact.Strength, f.Fact.Sample)));
    }

    [Theory]
    [InlineData("2017-06-13", false)]
    [InlineData("2017-06-14", true)]
    [InlineData("2017-07-02", true)]
    [InlineData("2017-07-03", false)]
    public async Task Only_what_was_attached_and_not_withdrawn_on_the_day_counts(string day, bool counts)
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync() with { Today = Day(day) };

        var facts = await OfAsync(database, kirklees, "3");

        Assert.Equal(counts, facts.Any(f => f.Title == "Interim note on escalation answers"));
    }

    [Theory]
    [InlineData(Role.Chair, false)]
    [InlineData(Role.Member, false)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Commissioner, true)]
    [InlineData(Role.Office, true)]
    [InlineData(Role.Admin, true)]
    public async Task Confidential_evidence_does_not_exist_for_those_who_may_not_read_it(Role role, bool exists)
    {
        await using var database = await TestDatabase.SeededAsync();

        var facts = await OfAsync(database, await database.KirkleesAsync(role), "17");

        Assert.Equal(exists, facts.Any(f => f.Title == "Staffing risk note on the edge-of-care team"));
    }

    [Fact]
    public async Task The_lead_it_belongs_to_reads_confidential_evidence()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync(Role.Lead);
        await using var db = database.Open(kirklees.Id);
        var lead = await db.Actions.Where(a => a.Ref == "17.1").Select(a => a.LeadId).SingleAsync();

        Assert.NotEmpty(await OfAsync(database, kirklees with { Actor = kirklees.Actor with { MemberId = lead } }, "17"));
    }

    private static async Task<IReadOnlyList<EvidenceChoice>> OfAsync(TestDatabase database, ProgrammeScope scope, string recommendation)
    {
        await using var db = database.Open(scope.Id);
        return await database.Get<EvidenceQueries>().FactsForRecommendationAsync(scope, await db.Recommendations.Where(r => r.Ref == recommendation).Select(r => r.Id).SingleAsync());
    }
}
