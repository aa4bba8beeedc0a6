using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Flags;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Data;

[Trait("Category", "Database")]
public sealed partial class SeedTests
{
    private static readonly string Seeds = Path.Combine(AppHome.Path, "seeds");

    [Fact]
    public async Task An_empty_database_gets_the_plan_that_answers_ofsted_s_37_recommendations()
    {
        await using var database = await TestDatabase.SeededAsync();
        await using var db = database.Open((await database.KirkleesAsync()).Id);

        var byBody = await db.Recommendations.Join(db.Bodies, r => r.BodyId, b => b.Id, (r, b) => b.Kind).ToListAsync();

        Assert.Equal(37, byBody.Count);
        Assert.Equal((27, 10), (byBody.Count(k => k == BodyKind.Council), byBody.Count(k => k == BodyKind.SafeguardingPartnership)));
        Assert.All(await db.Recommendations.ToListAsync(), r => Assert.Matches(@"^Ofsted 2016, (recommendation|paragraph) \d+ \(page \d+\)", r.Source));
    }

    [Fact]
    public async Task The_plan_is_full_of_life_and_says_what_of_it_is_illustrative()
    {
        await using var database = await TestDatabase.SeededAsync();
        await using var db = database.Open((await database.KirkleesAsync()).Id);
        var actions = await db.Actions.Include(a => a.Recommendations).AsNoTracking().ToListAsync();
        var updates = await db.Updates.AsNoTracking().ToListAsync();

        Assert.InRange(actions.Count, 45, 200);
        Assert.InRange(updates.Count, 150, 2000);
        Assert.InRange(updates.Select(u => (u.On.Year, u.On.Month)).Distinct().Count(), 18, 36);
        Assert.All(actions, a => Assert.True(a.Illustrative, a.Ref));
        Assert.All(updates, u => Assert.True(u.Illustrative, $"{u.Id}"));
        Assert.All(actions, a => Assert.NotEmpty(a.Recommendations));
        Assert.All(RatingLook.All, look => Assert.Contains(actions, a => a.Delivery == look.Rating));
    }

    [Fact]
    public async Task Every_flag_every_state_of_an_action_and_the_stages_of_a_period_show()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);

        Assert.Equal(FlagRules.All.Select(r => r.Code).Order(), (await db.Flags.Where(f => f.Until == Flag.Open).Select(f => f.Rule).Distinct().ToListAsync()).Order());
        Assert.Equal(Enum.GetValues<ActionState>(), (await db.Standings.Where(s => s.Until == ActionStanding.Open).Select(s => s.State).Distinct().ToListAsync()).Order());
        Assert.Equal([PeriodStage.Planned, PeriodStage.Collecting, PeriodStage.Frozen], (await db.Periods.AsNoTracking().ToListAsync()).Select(p => p.StageOn(kirklees.Today)).Distinct().Order());
    }

    [Fact]
    public async Task Every_seeded_rating_is_what_the_rule_says_on_that_day()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);

        foreach (var action in await db.Actions.Include(a => a.Updates).AsNoTracking().ToListAsync())
        {
            var verdict = DeliveryRule.Rate(action.FactsOn(kirklees.Today, kirklees.Programme.UpdateCycleDays));
            Assert.Equal((action.Ref, verdict.Rating, verdict.Reason), (action.Ref, action.Delivery, action.DeliveryReason));
        }
    }

    [Fact]
    public async Task Evidence_shows_every_kind_and_strength_and_one_delivered_action_has_none()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var evidence = await db.Evidence.Include(e => e.Versions).AsNoTracking().ToListAsync();
        var actions = await db.Actions.AsNoTracking().ToListAsync();
        bool Shown(ActionItem a) => evidence.Exists(e => e.ActionItemId == a.Id && e.StandsOn(kirklees.Today));

        Assert.Equal(Enum.GetValues<EvidenceKind>(), evidence.Select(e => e.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<EvidenceStrength>(), evidence.Select(e => e.Strength).Distinct().Order());
        Assert.Equal([], actions.Where(a => a.SignedOffOn is not null && !Shown(a)).Select(a => a.Ref));
        Assert.Equal(["L6.1"], actions.Where(a => a.State == ActionState.AwaitingSignOff && !Shown(a)).Select(a => a.Ref));
        // What links to a public document is real; what the portal holds as a file is made up.
        Assert.All(evidence, e => Assert.Equal(e.Versions.TrueForAll(v => v.Link is null), e.Illustrative));
    }

    [Fact]
    public async Task Every_seeded_file_lies_in_the_store_under_its_hash()
    {
        await using var database = await TestDatabase.SeededAsync();
        await using var db = database.Open((await database.KirkleesAsync()).Id);

        foreach (var version in await db.EvidenceVersions.Where(v => v.Sha256 != null).AsNoTracking().ToListAsync())
        {
            await using var file = await database.Get<FileStore>().OpenAsync(version.Sha256!, default);
            Assert.Equal(version.Size, file?.Length);
        }
    }

    [Fact]
    public async Task Every_state_and_every_impact_level_shows()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var all = await db.Recommendations.Include(r => r.Actions).Include(r => r.Judgements).AsNoTracking().AsSplitQuery().ToListAsync();

        Assert.Equal(Enum.GetValues<RecommendationStatus>(), all.Select(r => r.Status).Distinct().Order());
        Assert.Equal(Enum.GetValues<ImpactRating>().Select(i => (ImpactRating?)i).Prepend(null), all.Select(r => r.Impact).Distinct().Order());
        Assert.All(all, r => Assert.Equal((r.StatusOn(kirklees.Today), r.JudgementOn(kirklees.Today)?.Level), (r.Status, r.Impact)));
        Assert.All(all.SelectMany(r => r.Judgements), j => Assert.True(j.Illustrative && j.On <= kirklees.Today));
        Assert.Contains(all, r => r.Judgements.Exists(j => j.Contradicted && j.FindingId is not null));
    }

    [Fact]
    public async Task One_action_was_handed_over_and_one_flag_is_acknowledged_and_the_history_says_so()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        var titles = await db.Members.ToDictionaryAsync(m => m.Id, m => m.Title);

        var action = Assert.Single(await db.Actions.Include(a => a.Updates).AsNoTracking().ToListAsync(), a => a.LeadChanges.Count > 0);
        Assert.Equal(("17.2", "Head of early help", "Head of commissioning and placements"), (action.Ref, titles[action.LeadOn(Day("2018-06-27"))], titles[action.LeadOn(Day("2018-06-28"))]));
        Assert.All(action.Updates, u => Assert.Equal(action.LeadOn(u.On), u.ById));
        var flag = Assert.Single(await db.Flags.AsNoTracking().Where(f => f.QuietUntil > kirklees.Today && f.Until > kirklees.Today).ToListAsync());
        Assert.Equal(("9.2", "same_words", Day("2018-07-30")), (flag.Ref, flag.Rule, flag.From));
        Assert.Equal(
            [("9.2", HistoryKind.FlagAcknowledged, true), ("17.2", HistoryKind.HandedOver, true)],
            (await db.History.Where(h => h.Kind == HistoryKind.HandedOver || h.Kind == HistoryKind.FlagAcknowledged).ToListAsync()).OrderByDescending(h => h.On).Select(h => (h.SubjectRef, h.Kind, h.Illustrative)));
    }

    [Fact]
    public async Task Loading_twice_changes_nothing()
    {
        await using var database = await TestDatabase.SeededAsync();
        var before = await FingerprintAsync(database);

        await database.Get<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync();

        Assert.Equal(before, await FingerprintAsync(database));
    }

    [Fact]
    public async Task A_database_that_holds_a_programme_is_left_alone()
    {
        await using var database = await TestDatabase.EmptyAsync();
        await TestBoard.AddAsync(database);

        await database.Get<DemonstrationSeeder>().LoadIntoEmptyDatabaseAsync();

        await using var db = database.Board.OpenWithoutProgramme();
        Assert.Equal("testshire", (await db.Programmes.SingleAsync()).Slug);
    }

    [Fact]
    public async Task The_history_tells_every_rating_change_up_to_the_one_in_force()
    {
        await using var database = await TestDatabase.SeededAsync();
        await using var db = database.Open((await database.KirkleesAsync()).Id);
        var moves = (await db.History.Where(h => h.Kind == HistoryKind.RatingMoved).OrderBy(h => h.On).ThenBy(h => h.Id).ToListAsync()).ToLookup(h => (h.Subject, h.SubjectRef));

        foreach (var action in await db.Actions.ToListAsync())
            Chain(moves[(Subject.Action, action.Ref)], action.Delivery);
        foreach (var recommendation in await db.Recommendations.ToListAsync())
            Chain(moves[(Subject.Recommendation, recommendation.Ref)], recommendation.Delivery);

        static void Chain(IEnumerable<HistoryEntry> moves, DeliveryRating now)
        {
            var list = moves.ToList();
            Assert.All(list.Zip(list.Skip(1)), pair => Assert.Equal(pair.First.ToRating, pair.Second.FromRating));
            if (list is [.., var last])
                Assert.Equal(now, last.ToRating);
        }
    }

    [Fact]
    public async Task Every_role_but_the_viewer_has_an_account_and_every_account_is_of_the_demonstration()
    {
        await using var database = await TestDatabase.SeededAsync();
        await using var db = database.Open((await database.KirkleesAsync()).Id);

        var held = await db.Members.Where(m => m.UserId != null).Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new { m.Role, u.Email }).ToListAsync();

        // No viewer: their part ends on a day of the calendar, the demonstration never does.
        Assert.Equal(Enum.GetValues<Role>().Except([Role.Viewer]), held.Select(h => h.Role).Order());
        Assert.All(held, h => Assert.EndsWith("@kirklees.example", h.Email, StringComparison.Ordinal));
    }

    [Fact]
    public void No_seed_file_addresses_a_person_by_name()
    {
        foreach (var path in Directory.GetFiles(Seeds, "*.json", SearchOption.AllDirectories))
            Assert.Empty(Addressed().Matches(File.ReadAllText(path)).Select(m => $"{Path.GetFileName(path)}: {m.Value}"));
    }

    [Fact]
    public async Task Nothing_in_the_plan_happens_after_the_day_the_demonstration_stands_at()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);

        Assert.Equal(Day("2018-08-06"), kirklees.Today);
        Assert.False(await db.Updates.AnyAsync(u => u.On > kirklees.Today));
        Assert.False(await db.History.AnyAsync(h => h.On > kirklees.Today));
        Assert.False(await db.Actions.AnyAsync(a => a.StartedOn > kirklees.Today || a.DeliveredOn > kirklees.Today || a.SignedOffOn > kirklees.Today));
    }

    private static async Task<string> FingerprintAsync(TestDatabase database)
    {
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        return string.Join(' ', kirklees.Programme.Version, await db.Recommendations.CountAsync(), await db.Updates.CountAsync(), await db.History.CountAsync(), await db.Users.CountAsync(),
            string.Join(',', await db.Actions.OrderBy(a => a.Id).Select(a => a.Version).ToListAsync()));
    }

    [GeneratedRegex(@"\b(Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Dame)\.? [A-Z][a-z]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Addressed();
}
