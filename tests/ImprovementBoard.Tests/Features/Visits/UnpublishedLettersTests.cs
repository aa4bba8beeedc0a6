using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Recommendations;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Compare;
using ImprovementBoard.Web.Features.Dashboard;
using ImprovementBoard.Web.Features.Flags;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Programmes;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Visits;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Visits;

/// <summary>To an external viewer a visit exists once its letter is published. No source of the demonstration gives the day of one.</summary>
[Trait("Category", "Database")]
public sealed class UnpublishedLettersTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private ProgrammeScope member = null!, viewer = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.SeededAsync();
        member = await database.KirkleesAsync(Role.Member);
        viewer = member with { Actor = new(member.Id, null, "Peer reviewer", Role.Viewer) };
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_viewer_finds_the_visit_in_no_list_and_no_count_until_the_letter_is_out()
    {
        Assert.Equal(("inspection-2016", 0), await VisitsAsync(viewer));
        Assert.Null(await database.Get<VisitQueries>().FindAsync(viewer, "5"));
        Assert.Null(await database.Get<VisitQueries>().LatestVisitAsync(viewer));
        Assert.Null((await database.Get<DashboardQueries>().GetAsync(viewer)).Visit);
        Assert.Equal("5", (await database.Get<VisitQueries>().LatestVisitAsync(member))!.Ref);

        await PublishAsync("2017-06", "2017-08-31");

        Assert.Equal(("inspection-2016 2017-06", 1), await VisitsAsync(viewer));
        Assert.Equal("2017-06", (await database.Get<VisitQueries>().LatestVisitAsync(viewer))!.Ref);
        Assert.NotEmpty((await database.Get<VisitQueries>().FindAsync(viewer, "2017-06"))!.Findings);
        // Looking back, it came out on its day.
        Assert.Equal(("inspection-2016", 0), await VisitsAsync(viewer with { Today = TestDates.Day("2017-08-30"), Actor = viewer.Actor with { LooksBack = true } }));
    }

    [Fact]
    public async Task What_was_found_there_is_told_by_no_page_about_something_else()
    {
        await using var db = database.Open(member.Id);
        var hidden = await db.Findings.Where(f => f.VisitId != null).Select(f => f.Text).ToListAsync();

        var (seen, all) = (await TellingAsync(viewer), await TellingAsync(member));

        Assert.All(hidden, text => Assert.DoesNotContain(seen, words => words.Contains(text.TrimEnd('.')[..Math.Min(40, text.Length - 1)], StringComparison.Ordinal)));
        Assert.Contains(all, words => words.Contains("Inspectors found", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, words => words.Contains("Inspectors found", StringComparison.Ordinal) || words.Contains("Monitoring visit", StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(seen);
    }

    [Fact]
    public async Task What_was_contradicted_is_told_as_reopened_without_its_reason()
    {
        var queries = database.Get<RecommendationQueries>();
        await using var db = database.Open(member.Id);
        var reference = (await db.Recommendations.OrderBy(r => r.Order).ToListAsync()).First(r => r.EarlierRounds.Exists(e => e.How == AssuranceEnd.Contradicted)).Ref;

        var (told, whole) = ((await queries.FindAsync(viewer, reference))!, (await queries.FindAsync(member, reference))!);

        Assert.Equal(whole.Item.Status, told.Item.Status);
        Assert.Equal((AssuranceEnd.Reopened, ImpactJudgement.ReasonKeptBack), (told.Item.EarlierRounds[^1].How, told.Item.EarlierRounds[^1].Reason));
        Assert.Equal(whole.Judgements.Select(j => (j.On, j.Level)), told.Judgements.Select(j => (j.On, j.Level)));
        Assert.DoesNotContain("Inspectors", $"{told.Item.StatusReason}{string.Concat(told.Judgements.Select(j => j.Reason))}", StringComparison.Ordinal);
        Assert.Contains("Inspectors found", whole.Item.EarlierRounds[^1].Reason, StringComparison.Ordinal);

        // Though another letter is not out yet: what a reader may read in one place is not kept back in another.
        await PublishAsync("5", "2018-07-20");

        Assert.Equal(whole.Item.StatusReason, (await queries.FindAsync(viewer, reference))!.Item.StatusReason);
    }

    [Fact]
    public async Task A_pack_made_meanwhile_opens_in_the_public_edition_alone()
    {
        await using (var db = database.Open(member.Id))
        {
            db.Files.Add(new() { Hash = PackFactsReader.Hash(TestFiles.Pdf), Content = TestFiles.Pdf });
            db.AddRange(Pack(Audience.Board, 1, "2017-06-01"), Pack(Audience.Board, 2, "2018-07-06"), Pack(Audience.Public, 3, "2018-07-06"), Pack(Audience.Summary, 4, "2018-07-06"));
            await db.SaveChangesAsync();
        }

        Assert.Equal([3, 1], await NumbersAsync(viewer));
        Assert.Null(await database.Get<PackQueries>().FindAsync(viewer, "2"));
        Assert.Equal(2, (await database.Get<ProgrammeQueries>().CountsAsync(viewer)).Packs);
        Assert.Equal([4, 3, 2, 1], await NumbersAsync(member));

        await PublishAsync("2017-06", "2017-08-31");
        await PublishAsync("2017-autumn", "2017-11-30");
        Assert.Equal([3, 1], await NumbersAsync(viewer));
        await PublishAsync("5", "2018-07-20");
        Assert.Equal([4, 3, 2, 1], await NumbersAsync(viewer));
    }

    [Fact]
    public async Task A_finding_that_repeats_one_of_them_is_said_for_the_first_time_as_far_as_the_reader_knows()
    {
        await PublishAsync("5", "2018-07-20");

        var (seen, all) = (await RepeatsAsync(viewer), await RepeatsAsync(member));

        Assert.NotEqual(0, all);
        Assert.InRange(seen, 0, all - 1);

        async Task<int> RepeatsAsync(ProgrammeScope scope) => (await database.Get<VisitQueries>().ListAsync(scope)).Single(r => r.Occasion.Ref == "5").Repeats;
    }

    [Fact]
    public async Task The_history_tells_packs_that_are_open_and_findings_once_every_letter_is_out()
    {
        await using var db = database.Open(member.Id);
        db.Files.Add(new() { Hash = PackFactsReader.Hash(TestFiles.Pdf), Content = TestFiles.Pdf });
        db.AddRange(Pack(Audience.Board, 1, "2018-07-06"), Pack(Audience.Public, 2, "2018-07-06"));
        await using (var turn = await db.LockProgrammeAsync(default))
        {
            foreach (var number in new[] { "1", "2" })
                db.Record(member.Actor, database.Clock.GetUtcNow(), member.Today, Subject.Pack, number, HistoryKind.PackIssued, "Issued");
            await db.SaveChangesAsync();
            await turn.CommitAsync(default);
        }
        var ofFindings = db.Readable(viewer).Where(h => h.Kind == HistoryKind.FindingRecorded);
        var before = await ofFindings.CountAsync();

        Assert.Equal(["2"], await db.Readable(viewer).Where(h => h.Subject == Subject.Pack).Select(h => h.SubjectRef).ToListAsync());
        await PublishAsync("2017-06", "2017-08-31");
        await PublishAsync("2017-autumn", "2017-11-30");
        await PublishAsync("5", "2018-07-20");

        Assert.Equal(["1", "2"], await db.Readable(viewer).Where(h => h.Subject == Subject.Pack).OrderBy(h => h.Sequence).Select(h => h.SubjectRef).ToListAsync());
        Assert.Equal((await db.Readable(member).CountAsync(h => h.Kind == HistoryKind.FindingRecorded), true), (await ofFindings.CountAsync(), await ofFindings.CountAsync() > before));
    }

    private async Task<(string Listed, int Visits)> VisitsAsync(ProgrammeScope scope)
    {
        var all = (await database.Get<VisitQueries>().ListAsync(scope)).Select(r => r.Occasion).ToList();
        Assert.Equal(all.Count, (await database.Get<ProgrammeQueries>().CountsAsync(scope)).Visits);
        var listed = all.Where(o => !o.Later).Select(o => o.Ref).ToList();
        var matrix = await database.Get<MatrixQueries>().GetAsync(scope, new(null, null, MatrixRows.All, Later: false));
        Assert.Equal(listed, matrix.Occasions.Select(o => o.Ref));
        Assert.Equal(listed.Order(), (await database.Get<FindingQueries>().UpToNowAsync(scope)).Select(f => f.Occasion.Ref).Distinct().Order());
        return (string.Join(' ', listed), matrix.Visits);
    }

    // Every sentence that lists, flags, the history, a comparison and the pages of recommendations show.
    private async Task<List<string>> TellingAsync(ProgrammeScope scope)
    {
        var flags = await database.Get<FlagQueries>().ListAsync(scope, new());
        var words = flags.Rows.SelectMany(f => new[] { f.Row.Title, f.Row.Why }).ToList();
        Assert.Equal(flags.Waiting, (await database.Get<ProgrammeQueries>().CountsAsync(scope)).Flags);
        for (var page = 1; await database.Get<HistoryQueries>().ListAsync(scope, new(Page: page)) is var entries && page <= entries.Pages; page++)
            words.AddRange(entries.Rows.Select(h => h.What));
        var compared = await database.Get<CompareQueries>().CompareAsync(scope, TestDates.Day("2017-01-01"), scope.Today, 1);
        words.AddRange(compared.Findings.Select(f => $"{f.At.Title}: {f.Finding.Text}"));
        words.AddRange((await database.Get<DashboardQueries>().GetAsync(scope)).Changes.Select(c => c.Entry.What));
        await using var db = database.Open(scope.Id);
        Assert.Equal(compared.Happened.Values.Sum(), await db.Readable(scope).CountAsync(h => h.On > TestDates.Day("2017-01-01")));
        foreach (var reference in await db.Recommendations.Select(r => r.Ref).ToListAsync())
        {
            var view = (await database.Get<RecommendationQueries>().FindAsync(scope, reference))!;
            words.AddRange([view.Item.StatusReason, .. view.Judgements.Select(j => j.Reason), .. view.Item.EarlierRounds.Select(r => r.Reason), .. view.History.Select(h => h.What), .. view.Said.SelectMany(s => s.Findings).Select(f => f.Finding.Text)]);
        }
        return words;
    }

    private async Task<List<int>> NumbersAsync(ProgrammeScope scope) => [.. (await database.Get<PackQueries>().ListAsync(scope)).Select(p => p.Number!.Value)];

    private async Task PublishAsync(string reference, string day)
    {
        await using var db = database.Open(member.Id);
        (await db.Visits.SingleAsync(v => v.Ref == reference)).LetterPublishedOn = TestDates.Day(day);
        await db.SaveChangesAsync();
    }

    private Pack Pack(Audience audience, int number, string day) => new()
    {
        ProgrammeId = member.Id,
        Audience = audience,
        Number = number,
        PeriodKey = $"{audience}-{number}",
        PeriodName = "Test",
        PositionAsAt = TestDates.Day(day),
        BuiltAt = database.Clock.GetUtcNow(),
        BuiltOn = TestDates.Day(day),
        BuiltBy = "Programme office",
        FactsJson = "{}",
        FactsHash = "",
        FileHash = PackFactsReader.Hash(TestFiles.Pdf),
        IssuedOn = TestDates.Day(day),
        IssuedAt = database.Clock.GetUtcNow(),
        IssuedBy = "Programme office",
    };
}
