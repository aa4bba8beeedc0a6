using System.IO.Compression;
using System.Text.RegularExpressions;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Core.Readiness;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Readiness;
using ImprovementBoard.Web.Features.Recommendations;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>The file for an information request, held against what an external viewer may read of the same programme.</summary>
[Trait("Category", "Database")]
public sealed class InformationExportTests : IAsyncLifetime
{
    private const string Secret = "Two more conference chairs", Token = @"(?<![\w.])2\.1(?!\w|\.\d| ?%)";

    private TestDatabase database = null!;
    private ProgrammeScope office = null!, member = null!;

    private InformationExport Export => database.Get<InformationExport>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.SeededAsync();
        (office, member) = (await database.KirkleesAsync(), await database.KirkleesAsync(Role.Member));
        await using var db = database.Open(office.Id);
        db.Files.Add(new() { Hash = PackFactsReader.Hash(TestFiles.Pdf), Content = TestFiles.Pdf });
        db.Packs.Add(Pack(Audience.Public, 1, issued: true));
        db.Packs.Add(Pack(Audience.Board, 2, issued: true));
        db.Packs.Add(Pack(Audience.Public, 3, issued: false));
        db.Packs.Add(Pack(Audience.Board, null, issued: false));
        // No source of the demonstration gives the day of a letter.
        (await db.Visits.OrderBy(v => v.SortOn).FirstAsync()).LetterPublishedOn = office.Today.AddDays(-30);
        var evidence = await db.Evidence.OrderBy(e => e.Id).FirstAsync(e => e.Sensitivity == Sensitivity.Normal);
        evidence.SampleSize = 3;
        db.UpdateDrafts.Add(new() { ProgrammeId = office.Id, ActionItemId = await db.Actions.Select(a => a.Id).FirstAsync(), MemberId = member.Actor.MemberId!.Value, WhatChanged = "Words never posted.", SavedAt = database.Clock.GetUtcNow() });
        await db.SaveChangesAsync();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task It_holds_what_a_viewer_may_read_and_no_word_of_the_rest()
    {
        var files = await ReadAsync();

        await using var db = database.Open(office.Id);
        var confidential = await db.Evidence.Where(e => e.Sensitivity == Sensitivity.Confidential).ToListAsync();
        var unpublished = await db.Visits.Where(v => v.LetterPublishedOn == null).ToListAsync();
        var (refs, ids) = (unpublished.ConvertAll(v => v.Ref), unpublished.ConvertAll(v => (int?)v.Id));
        Assert.NotEmpty(confidential);
        foreach (var (name, text) in files)
        {
            Assert.All(confidential, e => Assert.DoesNotContain(e.Title, text, StringComparison.Ordinal));
            Assert.False(text.Contains("@kirklees.example", StringComparison.OrdinalIgnoreCase), name);
            Assert.DoesNotContain("Words never posted.", text, StringComparison.Ordinal);
        }
        Assert.Equal(await db.Visits.CountAsync(v => v.LetterPublishedOn != null), Rows(files["visits.csv"]));
        Assert.Equal(await db.Findings.CountAsync(f => f.RecordedOn <= office.Today && (f.VisitId == null || !ids.Contains(f.VisitId))), Rows(files["findings.csv"]));
        Assert.True(await db.Findings.AnyAsync(f => ids.Contains(f.VisitId)));

        Assert.Equal(await db.Actions.CountAsync(), Rows(files["actions.csv"]));
        Assert.Equal((await db.Actions.AsNoTracking().ToListAsync()).Sum(a => a.MilestonesOn(office.Today).Count), Rows(files["milestones.csv"]));
        Assert.Equal((await db.Inspections.AsNoTracking().Where(i => i.PublishedOn <= office.Today).ToListAsync()).Sum(i => i.Judgements.Count), Rows(files["inspections.csv"]));
        Assert.Equal((await db.Dependencies.CountAsync(), await db.Directions.CountAsync()), (Rows(files["dependencies.csv"]), Rows(files["directions.csv"])));
        Assert.All(["milestones.csv", "inspections.csv", "directions.csv"], name => Assert.NotEqual(0, Rows(files[name])));
        Assert.Equal(await db.Recommendations.CountAsync(), Rows(files["recommendations.csv"]));
        Assert.Equal(await db.Updates.CountAsync(u => u.On <= office.Today), Rows(files["updates.csv"]));
        Assert.Equal(await db.Proposals.CountAsync(), Rows(files["decisions-on-dates.csv"]));
        Assert.Equal((await database.Get<EvidenceQueries>().ListAsync(member, new(null, null, null, false, 1))).All + await db.Evidence.CountAsync(e => e.WithdrawnOn != null && e.Sensitivity == Sensitivity.Normal), Rows(files["evidence.csv"]));
        // Made out before the board is asked: the export itself is told to those who see the trail.
        HistoryKind[] ofFindings = [HistoryKind.FindingRecorded, HistoryKind.FindingCorrected, HistoryKind.FindingAnswered, HistoryKind.StrengthRetested, HistoryKind.Contradicted];
        var since = unpublished.Min(v => v.RecordedOn);
        Assert.Equal(await db.Readable(member).CountAsync(h => !(h.Subject == Subject.Visit && refs.Contains(h.SubjectRef)) && !(ofFindings.Contains(h.Kind) && h.On >= since) && !(h.Subject == Subject.Pack && h.SubjectRef == "2")), Rows(files["history.csv"]));
        // The words of a letter that is not published, under whatever they bear on.
        var unread = await db.Findings.Where(f => ids.Contains(f.VisitId)).Select(f => f.Text).ToListAsync();
        Assert.All(unread, words => Assert.DoesNotContain(words, files["history.csv"], StringComparison.Ordinal));
        Assert.Contains(",c,", files["evidence.csv"], StringComparison.Ordinal);
        Assert.Equal(["packs/pack-1-public.pdf"], files.Keys.Where(f => f.EndsWith(".pdf", StringComparison.Ordinal)));
        Assert.Equal(2, Rows(files["packs.csv"]));
    }

    [Fact]
    public async Task What_is_left_out_is_counted_and_its_heading_is_called_a_suggestion()
    {
        var files = await ReadAsync();
        var told = await Export.LeftOutAsync(office);

        await using var db = database.Open(office.Id);
        Assert.Equal(await db.Evidence.CountAsync(e => e.Sensitivity == Sensitivity.Confidential), told.Single(l => l.What.StartsWith("Confidential evidence", StringComparison.Ordinal)).Count);
        Assert.Equal(await db.Visits.CountAsync(v => v.LetterPublishedOn == null && v.RecordedOn <= office.Today), told.Single(l => l.What.StartsWith("Visits whose letter", StringComparison.Ordinal)).Count);
        Assert.Equal(1, told.Single(l => l.What.StartsWith("Updates that were typed", StringComparison.Ordinal)).Count);
        Assert.Equal(2, told.Single(l => l.What.StartsWith("Drafts of packs", StringComparison.Ordinal)).Count);
        Assert.Equal(await db.History.CountAsync(h => h.On <= office.Today) - Rows(files["history.csv"]), told.Single(l => l.What == "Entries of the history").Count);
        Assert.Equal(await db.Flags.CountAsync(), told.Single(l => l.What.StartsWith("What needs attention", StringComparison.Ordinal)).Count);
        Assert.Equal(told.Count, Rows(files["left-out.csv"]));
        Assert.Contains("a suggestion; the officer decides", files["left-out.csv"], StringComparison.Ordinal);
        Assert.Contains("section 77", files["read-me.txt"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_is_not_for_publication_is_left_out_with_all_that_is_said_of_it_and_counted()
    {
        await using var db = database.Open(office.Id);
        var action = await db.Actions.Include(a => a.Updates).Include(a => a.Evidence).FirstAsync(a => a.Evidence.Any(e => e.Sensitivity == Sensitivity.Normal) && a.Updates.Count > 0);
        action.SetPublication(true, "Decided in private.");
        await db.SaveChangesAsync();

        var files = await ReadAsync();

        foreach (var words in action.Updates.Select(u => u.WhatChanged).Concat(action.Evidence.Select(e => e.Title)).Append(action.Title))
            Assert.All(files.Where(f => f.Key.EndsWith(".csv", StringComparison.Ordinal)), f => Assert.DoesNotContain(words, f.Value, StringComparison.Ordinal));
        Assert.All(["actions.csv", "updates.csv", "milestones.csv", "decisions-on-dates.csv"], name => Assert.DoesNotMatch($"(?m)^\"?{Regex.Escape(action.Ref)}\"?,", files[name]));
        Assert.Equal(1, (await Export.LeftOutAsync(office)).Single(l => l.What.StartsWith("Actions that are not for publication", StringComparison.Ordinal)).Count);
    }

    [Fact]
    public async Task What_is_said_of_other_things_names_no_action_that_is_not_for_publication()
    {
        await using var small = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(small);
        var (scope, actions, plan) = (board.As(Role.Office), small.Get<ActionService>(), small.Get<PlanService>());
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("2.1", board.OtherLead, a => (a.Title, a.DeliveredOn) = (Secret, board.Today), "1", "2");
        await board.AddActionAsync("2.11");
        await using var db = small.Open(board.Programme.Id);
        async Task<Guid> SeenAsync(string reference) => await db.Actions.AsNoTracking().Where(a => a.Ref == reference).Select(a => a.Version).SingleAsync();
        await plan.WaitForAsync(scope, "1.1", await SeenAsync("1.1"), "2.11");
        await plan.WaitForAsync(scope, "1.1", await SeenAsync("1.1"), "2.1");
        await plan.BlockAsync(scope, "1.1", await SeenAsync("1.1"), "Nobody chairs until 2.1 is done.", null);
        await actions.PostUpdateAsync(scope, "1.1", await SeenAsync("1.1"), new() { WhatChanged = $"{Secret} are asked for.", ChildWouldNotice = "A worker sees 12.1 families, 2.1 % fewer.", InTheWay = "See 2.11.", Forecast = board.Today.AddDays(30), Started = true });
        await small.Get<PeriodService>().AddAsync(scope, new(TestDates.Day("2026-04-16"), 6, 10, 2));
        await small.Get<ReadinessService>().WaiveAsync(scope, ReportingPeriod.KeyOf(TestDates.Day("2026-04-16")), "no_evidence", ReadinessSubject.Action, "2.1", "The lead is ill until May; the deputy reports.");
        await board.AddEvidenceAsync("2.1");
        await actions.SignOffAsync(scope, "2.1", await SeenAsync("2.1"), board.Today.AddDays(90));
        await small.Get<RecommendationService>().AssureAsync(scope, "2", await db.Recommendations.Where(r => r.Ref == "2").Select(r => r.Version).SingleAsync(), board.Today.AddDays(90));
        await actions.ReopenAsync(scope, "2.1", await SeenAsync("2.1"), "Ten files show no change.");
        await plan.SetPublicationAsync(scope, "2.1", await SeenAsync("2.1"), true, "Decided in private.");
        var others = await db.History.Where(h => !(h.Subject == Subject.Action && h.SubjectRef == "2.1")).ToListAsync();
        var naming = others.FindAll(h => new ExemptActions([("2.1", Secret)]).In(h.What));
        Assert.Equal([Subject.Recommendation, Subject.Action, Subject.Period], naming.Select(h => h.Subject).Distinct().Order());

        var told = await small.Get<InformationExport>().LeftOutAsync(scope);
        var files = await ReadAsync(small.Get<InformationExport>(), scope);

        Assert.All(files.Where(f => f.Key.EndsWith(".csv", StringComparison.Ordinal)), f =>
        {
            Assert.DoesNotMatch(Token, f.Value);
            Assert.DoesNotContain(Secret, f.Value, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains("A worker sees 12.1 families, 2.1 % fewer.", files["updates.csv"], StringComparison.Ordinal);
        Assert.Contains("Waits for 2.11", files["history.csv"], StringComparison.Ordinal);
        Assert.Contains(ExemptActions.Rating, files["recommendations.csv"], StringComparison.Ordinal);
        // What changed, and the reason of the rating that the block gives.
        Assert.Matches($"(?m)^Other texts that name an action that is not for publication,2,“{ExemptActions.Withheld}”", files["left-out.csv"]);
        Assert.Equal(others.Count - naming.Count, Rows(files["history.csv"]));
        Assert.Equal(await db.History.CountAsync(h => h.Kind != HistoryKind.Exported) - Rows(files["history.csv"]), told.Single(l => l.What == "Entries of the history").Count);
    }

    [Fact]
    public async Task The_records_are_held_until_the_administrator_lifts_it_once_for_each_request()
    {
        var files = await ReadAsync(Export, office, " FOI 1234\r\n", hold: true);
        await ReadAsync(Export, office, "FOI 1234", hold: true);
        await ReadAsync(Export, office, "FOI 5678", hold: true);
        await ReadAsync(Export, office, "FOI 9", hold: false);
        await ReadAsync(Export, office, null, hold: true);

        await using var db = database.Open(office.Id);
        var holds = await db.RetentionHolds.OrderBy(h => h.Id).ToListAsync();
        Assert.Equal(["Information request FOI 1234", "Information request FOI 5678", $"Information request, for which the file was taken on {Words.Long(office.Today)}"], holds.Select(h => h.Reason));
        Assert.All(holds, h => Assert.Equal((HoldCovers.Programme, null, "Applicant", office.Actor.Title, office.Today), (h.Covers, h.ItemId, h.AskedBy, h.PutBy, h.PutOn)));
        var entries = await db.History.Where(h => h.Kind == HistoryKind.HoldChanged || h.Kind == HistoryKind.Exported).OrderBy(h => h.Sequence).Select(h => h.What).ToListAsync();
        Assert.Equal(["Hold on the whole programme, asked for by Applicant: nothing of it is deleted. Information request FOI 1234", "Programme exported for information request FOI 1234", "Programme exported for information request FOI 1234"], entries[..3]);
        Assert.Equal((3, 5), (entries.Count(e => e.StartsWith("Hold on", StringComparison.Ordinal)), entries.Count(e => e.StartsWith("Programme exported", StringComparison.Ordinal))));
        Assert.Contains($"The whole programme is held since {Words.Long(office.Today)}, so nothing of it is deleted (Information request FOI 1234). The administrator lifts the hold", files["read-me.txt"], StringComparison.Ordinal);
        Assert.Contains("No hold was put with this file.", (await ReadAsync())["read-me.txt"], StringComparison.Ordinal);
        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<RetentionService>().LiftHoldAsync(office, holds[0].Id, "Answered."));
        // Lifted, it stands no longer for a file that is taken later.
        await database.Get<RetentionService>().LiftHoldAsync(await database.KirkleesAsync(Role.Admin), holds[0].Id, "Answered.");
        await ReadAsync(Export, office, "FOI 1234", hold: true);
        Assert.Equal(2, await db.RetentionHolds.CountAsync(h => h.Reason == "Information request FOI 1234"));
    }

    [Fact]
    public async Task A_reference_that_is_too_long_takes_nothing_out_and_holds_nothing()
    {
        Assert.Equal("Request", (await Assert.ThrowsAsync<RuleException>(() => Export.WriteAsync(office, new string('x', RetentionHold.RequestMaxLength + 1), hold: true))).Field);

        await using var db = database.Open(office.Id);
        Assert.Equal((0, 0), (await db.RetentionHolds.CountAsync(), await db.History.CountAsync(h => h.Kind == HistoryKind.Exported)));
    }

    [Fact]
    public async Task It_is_recorded_and_nothing_is_left_on_disk()
    {
        await ReadAsync();

        await using var db = database.Open(office.Id);
        Assert.Equal("Programme exported for an information request", (await db.History.OrderByDescending(h => h.Sequence).FirstAsync()).What);
        Assert.Empty(Directory.GetFiles(database.Store.Folder, "export-*"));
    }

    [Fact]
    public async Task A_pdf_that_is_not_what_was_issued_is_told_and_not_given()
    {
        await using (var db = database.Open(office.Id))
            await db.Files.ExecuteUpdateAsync(set => set.SetProperty(f => f.Content, TestFiles.Png));

        var files = await ReadAsync();

        Assert.DoesNotContain("packs/pack-1-public.pdf", files.Keys);
        Assert.StartsWith("What is stored of the PDF of Pack 1 is not what was frozen", files["packs/pack-1-public.pdf-is-damaged.txt"], StringComparison.Ordinal);
    }

    private static int Rows(string csv) => Records(csv) - 1;

    // A text may hold line ends; those of a record stand outside quotes.
    private static int Records(string csv)
    {
        var (records, quoted) = (0, false);
        for (var i = 0; i < csv.Length; i++)
        {
            quoted ^= csv[i] == '"';
            if (!quoted && csv[i] == '\n')
                records++;
        }
        return records;
    }

    private Task<Dictionary<string, string>> ReadAsync() => ReadAsync(Export, office);

    private static async Task<Dictionary<string, string>> ReadAsync(InformationExport export, ProgrammeScope scope, string? request = null, bool hold = false)
    {
        await using var file = await export.WriteAsync(scope, request, hold);
        using var zip = new ZipArchive(file);
        var files = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            files[entry.FullName] = await reader.ReadToEndAsync();
        }
        return files;
    }

    private Pack Pack(Audience audience, int? number, bool issued) => new()
    {
        ProgrammeId = office.Id,
        Audience = audience,
        Number = number,
        PeriodKey = $"test-{number}",
        PeriodName = "Test",
        PositionAsAt = office.Today,
        BuiltAt = database.Clock.GetUtcNow(),
        BuiltOn = office.Today,
        BuiltBy = "Programme office",
        FactsJson = "{}",
        FactsHash = "",
        FileHash = PackFactsReader.Hash(TestFiles.Pdf),
        IssuedOn = issued ? office.Today : null,
        IssuedAt = issued ? database.Clock.GetUtcNow() : null,
        IssuedBy = issued ? "Programme office" : null,
    };
}
