using System.Globalization;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using UglyToad.PdfPig;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>With the real renderer: Node.js, Typst and the template.</summary>
public sealed partial class PackServiceTests(MadePacks packs) : IClassFixture<MadePacks>
{
    [Fact]
    public async Task The_schedule_makes_the_packs_it_owes_once()
    {
        var again = await BuildDueAsync(packs.Database, packs.Programme, packs.Schedule);

        Assert.Equal([("2018-07", 1, Day("2018-07-06")), ("2018-08", 2, Day("2018-08-06"))], packs.Made.Select(p => (p.PeriodKey, p.Number!.Value, p.PositionAsAt)));
        Assert.Empty(again);
        await WholeAsync(packs.Database, packs.Programme, 3);
        await using var db = packs.Database.Open(packs.Programme);
        Assert.Equal([packs.Draft.Ref, "1", "2"], (await db.History.Where(h => h.Kind == HistoryKind.PackBuilt).OrderBy(h => h.Id).ToListAsync()).Select(h => h.SubjectRef));
    }

    [Fact]
    public void The_second_pack_is_compared_with_the_first()
    {
        Assert.Null(PackFactsReader.FromJson(packs.Made[0].FactsJson).Previous);
        var (first, second) = (PackFactsReader.FromJson(packs.Made[0].FactsJson), PackFactsReader.FromJson(packs.Made[1].FactsJson));
        Assert.Equal(("Pack 1", Day("2018-07-06")), (second.Previous!.Name, second.Previous.PositionAsAt));
        Assert.Equal(first.Recommendations.ToDictionary(r => r.Ref, r => r.Rating), second.Previous.Recommendations);
        Assert.NotEqual(first.Recommendations.Select(r => r.Rating), second.Recommendations.Select(r => r.Rating));
        Assert.All(first.Actions, a => Assert.False(a.LastUpdate?.On > Day("2018-07-06"), $"{a.Ref} tells of an update after the position date"));
    }

    [Fact]
    public async Task Four_runs_at_once_make_each_pack_once()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        var schedule = await board.AddScheduleAsync(s => s.ActiveFrom = Day("2026-01-01"));

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => BuildDueAsync(database, board.Programme.Id, schedule.Id))));

        Assert.Equal(["2026-01", "2026-02"], runs.SelectMany(made => made).Select(p => p.PeriodKey).Order());
        await WholeAsync(database, board.Programme.Id, 2);
    }

    [Fact]
    public async Task The_same_facts_give_the_same_bytes()
    {
        await using var db = packs.Database.Open(packs.Programme);
        Assert.Matches("^[0-9a-f]{64}$", packs.Made[0].TemplateHash);
        Assert.All(packs.Made, pack => Assert.Equal(packs.Made[0].TemplateHash, pack.TemplateHash));

        foreach (var pack in packs.Made)
        {
            var redrawn = await packs.Database.Get<PackService>().RedrawAsync(pack, default);
            Assert.Equal((await db.Files.SingleAsync(f => f.Hash == pack.FileHash)).Content, redrawn.Pdf);
            Assert.Equal((pack.FileHash, pack.Pages, pack.FactsHash), (PackFactsReader.Hash(redrawn.Pdf), redrawn.Pages, PackFactsReader.Hash(pack.FactsJson)));
        }
    }

    [Fact]
    public async Task The_command_line_gives_the_bytes_that_are_stored()
    {
        var output = Path.Combine(packs.Database.Store.Folder, "board.pdf");

        var (exitCode, said) = await PackVerbAsync(packs.Database, output);

        var pack = packs.Made[1];
        Assert.Equal((0, pack.FileHash), (exitCode, PackFactsReader.Hash(await File.ReadAllBytesAsync(output))));
        Assert.Contains($"{pack.Pages} pages, SHA-256 {pack.FileHash}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_draws_a_pack_before_those_owed_earlier_are_stored_as_it_will_be_and_stores_nothing()
    {
        await using var database = await TestDatabase.SeededAsync();
        var output = Path.Combine(database.Store.Folder, "board.pdf");

        var (exitCode, _) = await PackVerbAsync(database, output);

        Assert.Equal(0, exitCode);
        await using var made = packs.Database.Open(packs.Programme);
        var stored = (await made.Files.SingleAsync(f => f.Hash == packs.Made[1].FileHash)).Content;
        Assert.Equal(WithoutEndOfHistory(stored), WithoutEndOfHistory(await File.ReadAllBytesAsync(output)));
        await WholeAsync(database, packs.Programme, 0);
    }

    // The pack before it adds to the history whose end is printed, and to the hash of the facts that hold it.
    private static string WithoutEndOfHistory(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        return EndOfHistory().Replace(string.Join('\n', pdf.GetPages().Select(p => p.Text)), "");
    }

    [GeneratedRegex("[0-9a-f]{16,64}|[0-9,]+ ?entries", RegexOptions.None, 5000)]
    private static partial Regex EndOfHistory();

    [Fact]
    public void A_draft_has_no_number_and_leaves_the_numbers_alone()
    {
        var draft = packs.Draft;

        Assert.Equal((null, $"draft-{draft.Id}", "Programme office"), (draft.Number, draft.Ref, draft.BuiltBy));
        Assert.True(draft.IsDraft);
        Assert.Equal([1, 2], packs.Made.Select(p => p.Number));
    }

    [Theory]
    [InlineData(Role.Chair)]
    [InlineData(Role.Member)]
    [InlineData(Role.Commissioner)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Admin)]
    public async Task Only_the_office_builds_a_draft(Role role)
    {
        await using var database = await TestDatabase.SeededAsync();
        var actor = (await database.KirkleesAsync(role)).Actor;

        await Assert.ThrowsAsync<ForbiddenException>(() => database.Get<PackService>().BuildDraftAsync(actor, Audience.Board, _ => Task.CompletedTask, default));

        await WholeAsync(database, actor.ProgrammeId, 0);
    }

    [Theory]
    [InlineData(Role.Chair, false)]
    [InlineData(Role.Member, false)]
    [InlineData(Role.Lead, false)]
    [InlineData(Role.Commissioner, true)]
    [InlineData(Role.Office, true)]
    [InlineData(Role.Admin, true)]
    public async Task A_draft_exists_only_for_those_who_may_read_drafts(Role role, bool seen)
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await using (var db = database.Open(board.Programme.Id))
        {
            db.Files.Add(new StoredFile { Hash = "f", Content = [1] });
            db.Packs.AddRange(Row(board, 1, issuedOn: board.Today), Row(board, null));
            await db.SaveChangesAsync();
        }
        var queries = database.Get<PackQueries>();

        var list = await queries.ListAsync(board.As(role));

        Assert.Equal(seen ? 2 : 1, list.Count);
        Assert.Equal(1, (await queries.LatestAsync(board.As(role)))!.Number);
        await using var all = database.Open(board.Programme.Id);
        var draft = (await all.Packs.SingleAsync(p => p.Number == null)).Ref;
        Assert.Equal(seen, await queries.FindAsync(board.As(role), draft) is not null);
        Assert.NotNull(await queries.FindAsync(board.As(role), "1"));
        foreach (var nonsense in new[] { "0", "-1", "99999999999999", "draft-", "draft-1e9", "", "1'", "draft-0" })
            Assert.Null(await queries.FindAsync(board.As(role), nonsense));
    }

    [Fact]
    public async Task A_live_programme_gets_its_pack_when_the_hour_strikes_in_london()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        await board.AddActionAsync("1.1");
        var schedule = await board.AddScheduleAsync();
        database.Clock.Now = TestClock.Instant("2026-03-06 06:59");
        Assert.False(await database.Get<PackService>().OwesAsync(schedule, default));
        Assert.Empty(await BuildDueAsync(database, board.Programme.Id, schedule.Id));

        database.Clock.Now = TestClock.Instant("2026-03-06 07:00");
        Assert.True(await database.Get<PackService>().OwesAsync(schedule, default));
        var made = await BuildDueAsync(database, board.Programme.Id, schedule.Id);

        Assert.Equal((1, "2026-03", Day("2026-03-06")), (made.Single().Number, made.Single().PeriodKey, made.Single().PositionAsAt));
        Assert.False(await database.Get<PackService>().OwesAsync(schedule, default));
    }

    [Fact]
    public async Task A_paused_schedule_makes_nothing()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var schedule = await board.AddScheduleAsync(s => s.Enabled = false);
        database.Clock.Now = TestClock.Instant("2026-03-06 08:00");

        Assert.False(await database.Get<PackService>().OwesAsync(schedule, default));
        Assert.Empty(await BuildDueAsync(database, board.Programme.Id, schedule.Id));
    }

    [PopplerFact]
    public async Task Words_that_a_typesetter_might_obey_are_printed_as_typed()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var action = await board.AddActionAsync("1.1", and: a => a.BaselineDue = board.Today.AddDays(1));
        database.Clock.Now = database.Clock.Now.AddDays(2);
        string[] hostile = ["#import \"x\"", "$x^2$", "*b*", "_i_", "<b>", "@ref", "#panic(\"no\")", "= Heading", "\\u{7}", "`raw`", "//comment"];
        // 2,000 characters, the longest answer there is.
        var filling = string.Concat(Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i:000} ")))[..1999] + "!";
        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, new UpdateInput
        {
            WhatChanged = string.Join(' ', hostile),
            ChildWouldNotice = "Bell\u0007 rings, 漢 smiles 👩‍👩‍👧‍👦.",
            InTheWay = filling,
            Forecast = board.Today,
        });

        var draft = await database.Get<PackService>().BuildDraftAsync(board.As(Role.Office).Actor, Audience.Board, _ => Task.CompletedTask, default);

        var path = Path.Combine(database.Store.Folder, "draft.pdf");
        await using var db = database.Open(board.Programme.Id);
        await File.WriteAllBytesAsync(path, (await db.Files.SingleAsync(f => f.Hash == draft.FileHash)).Content);
        var words = string.Join(' ', string.Concat(await PopplerFactAttribute.PagesAsync(path)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(hostile.SelectMany(h => h.Split(' ')), word => Assert.Contains(word, words, StringComparison.Ordinal));
        Assert.Contains("Bell rings, □ smiles □.", words, StringComparison.Ordinal);
        Assert.All(filling.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word.TrimEnd('!'), words, StringComparison.Ordinal));
        Assert.Contains("漢", draft.Replaced, StringComparison.Ordinal);
        Assert.Contains("👩", draft.Replaced, StringComparison.Ordinal);
        Assert.DoesNotContain("□", draft.Replaced, StringComparison.Ordinal);
    }

    private static Pack Row(TestBoard board, int? number, DateOnly? issuedOn = null) => new()
    {
        BuiltOn = board.Today,
        IssuedOn = issuedOn,
        ProgrammeId = board.Programme.Id,
        PeriodKey = "2026-03",
        PeriodName = "March 2026",
        Number = number,
        BuiltBy = "Scheduler",
        FactsJson = "{}",
        FactsHash = "a",
        FileHash = "f",
    };

    private static Task<(int ExitCode, string Said)> PackVerbAsync(TestDatabase database, string output) =>
        PortalProcess.RunAsync(database.Store.Settings, "pack", "--programme", "kirklees", "--audience", "board", "--output", output);

    private static Task<IReadOnlyList<Pack>> BuildDueAsync(TestDatabase database, int programme, int schedule) =>
        database.Get<PackService>().BuildDueAsync(programme, schedule, _ => Task.CompletedTask, default);

    private static async Task WholeAsync(TestDatabase database, int programme, int count)
    {
        await using var db = database.Open(programme);
        var packs = await db.Packs.ToListAsync();
        Assert.Equal(count, packs.Count);
        Assert.Equal(packs.SelectMany(p => new[] { p.FileHash, p.SnapshotHash }).OfType<string>().Distinct().Order(StringComparer.Ordinal), (await db.Files.Select(f => f.Hash).ToListAsync()).Order(StringComparer.Ordinal));
        foreach (var pack in packs)
        {
            var file = await db.Files.SingleAsync(f => f.Hash == pack.FileHash);
            Assert.Equal((pack.FileHash, pack.FileSize), (PackFactsReader.Hash(file.Content), file.Content.Length));
            Assert.Equal("%PDF-"u8.ToArray(), file.Content[..5]);
        }
    }
}
