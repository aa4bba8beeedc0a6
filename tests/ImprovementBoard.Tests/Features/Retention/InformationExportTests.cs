using System.IO.Compression;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>The file for an information request, held against what an external viewer may read of the same programme.</summary>
[Trait("Category", "Database")]
public sealed class InformationExportTests : IAsyncLifetime
{
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
        Assert.All(["actions.csv", "updates.csv", "milestones.csv", "decisions-on-dates.csv"], name => Assert.DoesNotMatch($"(?m)^\"?{System.Text.RegularExpressions.Regex.Escape(action.Ref)}\"?,", files[name]));
        Assert.Equal(1, (await Export.LeftOutAsync(office)).Single(l => l.What.StartsWith("Actions that are not for publication", StringComparison.Ordinal)).Count);
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

    private async Task<Dictionary<string, string>> ReadAsync()
    {
        await using var file = await Export.WriteAsync(office);
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
