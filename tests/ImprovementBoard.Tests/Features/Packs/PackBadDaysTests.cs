using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>Plans that no template was drawn for, and facts that no section expects. A pack is whole or absent, and the failure is words.</summary>
public sealed class PackBadDaysTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_programme_without_a_plan_has_every_edition()
    {
        await using (var db = database.Open(board.Programme.Id))
            await db.Recommendations.ExecuteDeleteAsync();

        foreach (var edition in PackEdition.All)
            Assert.InRange((await DraftAsync(edition.Audience)).Pages, 1, 12);
    }

    [PopplerFact]
    public async Task A_title_of_forty_lines_and_one_from_right_to_left_leave_nothing_out()
    {
        string[] lines = [.. Enumerable.Range(1, 40).Select(i => $"Line{i:00} of a very long title")];
        await board.AddActionAsync("1.1", and: a => a.Title = string.Join('\n', lines));
        await board.AddActionAsync("1.2", and: a => a.Title = "حماية كل طفل \u202eThe end");
        await board.AddActionAsync("1.3", and: a => a.Title = new string('W', 300));
        await board.AddActionAsync("1.4", and: a => a.Title = "ہر بچے کے لیے ٹیم");
        await board.AddActionAsync("1.5", and: a => a.Title = "הגנה על כל ילד");

        var draft = await DraftAsync(Audience.Board);

        var words = await WordsAsync(draft);
        Assert.All(lines, line => Assert.Contains(line[.."Line00".Length], words, StringComparison.Ordinal));
        Assert.Contains("Theend", words, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', words);
        Assert.All("حماية كل طفل ہر بچے کے لیے ٹیم הגנה על כל ילד".Split(' '), word => Assert.Contains(word, words, StringComparison.Ordinal));
        Assert.Equal("", draft.Replaced);
        Assert.DoesNotContain(Boxes, words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_edition_of_one_page_has_one_page_however_much_people_write()
    {
        var words = string.Join(' ', Enumerable.Repeat("Managers wait\nfor workers;", 100))[..ProgressUpdate.AnswerMaxLength];
        string Title(string start) => (start + " " + string.Join(' ', Enumerable.Repeat("supervision", 12)))[..ActionItem.TitleMaxLength];
        foreach (var reference in new[] { "1.1", "1.2", "1.3" })
            await board.AddActionAsync(reference, and: a => (a.Title, a.BaselineDue, a.Updates[0].InTheWay) = (Title("Late"), board.Today.AddDays(-1), words));
        foreach (var reference in new[] { "2.1", "2.2", "2.3" })
            await board.AddActionAsync(reference, and: a => (a.Title, a.DeliveredOn) = (Title("Done"), board.Today));
        await using (var db = database.Open(board.Programme.Id))
            await db.Programmes.ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, words[..Programme.NameMaxLength].ReplaceLineEndings(" ")).SetProperty(p => p.Council, words[..Programme.NameMaxLength].ReplaceLineEndings(" ")));

        var draft = await DraftAsync(Audience.Summary);

        Assert.Equal(1, draft.Pages);
        var said = PackAssembler.Assemble(PackFactsReader.FromJson(draft.FactsJson), "0").Said<PackAnswer>();
        Assert.Equal((3, 3, 3), (said.Wins.Count, said.Worries.Count, said.Asks.Count));
        Assert.All(said.Asks, a => Assert.EndsWith("Managers wait for… (in full in the board pack)", a.Text, StringComparison.Ordinal));
        Assert.All(PackAssembler.Assemble(PackFactsReader.FromJson((await DraftAsync(Audience.Board)).FactsJson), "0").Said<PackAnswer>().Asks, a => Assert.Equal(words, a.Text));
    }

    // With so little memory: to split a whole chart into characters once took gigabytes.
    [PopplerFact]
    public async Task What_no_font_can_show_is_a_box_and_the_PDF_says_what_it_stands_for()
    {
        database.Options.Packs.NodePath = RenderFaultTests.Script(database, "exec node --max-old-space-size=64 \"$@\"");
        // Off track, so that one page names it too.
        await board.AddActionAsync("1.1", and: a => (a.Title, a.BaselineDue) = ("A bear 🧸 for every শিশু", board.Today.AddDays(-1)));

        foreach (var audience in new[] { Audience.Board, Audience.Commissioner, Audience.Summary })
        {
            var draft = await DraftAsync(audience);
            var words = await WordsAsync(draft);
            Assert.Contains("Abear□forevery□□", words, StringComparison.Ordinal);
            Assert.Contains(Boxes, words, StringComparison.Ordinal);
            Assert.Contains("🧸", draft.Replaced, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_section_that_throws_leaves_no_pack_and_says_so()
    {
        await board.AddScheduleAsync(s => s.Enabled = false);
        await PreparablePeriod.AddAsync(database, board, facts => facts with { Pace = facts.Pace! with { Recommendations = [new("99", facts.Pace.Plan)] } });
        var runs = database.Get<PackRuns>();
        var office = board.As(Role.Office);
        var id = await runs.AskForPackAsync(office, Audience.Board, PreparablePeriod.Key, null);

        await Assert.ThrowsAsync<KeyNotFoundException>(() => runs.RunAskedAsync(board.Programme.Id, id, office.Actor.MemberId!.Value, default));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, 0), (await db.Packs.CountAsync(), await db.Files.CountAsync()));
        var run = (await runs.FindAsync(office, id))!;
        Assert.Equal(RunOutcome.Failed, run.Outcome);
        Assert.EndsWith("Your IT team finds more in the log.", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_that_waited_across_the_end_of_the_cut_off_counts_for_neither_day_until_it_is_saved_again()
    {
        var action = await board.AddActionAsync("1.1");
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
        database.Clock.Now = TestClock.Instant("2026-03-31 23:59");
        var lead = board.As(Role.Lead);
        var input = new UpdateInput { WhatChanged = "In the last second.", ChildWouldNotice = "One worker.", InTheWay = "Nothing.", Forecast = lead.Today.AddDays(30) };
        database.Clock.Now = TestClock.Instant("2026-04-01 00:00");
        await database.Get<PeriodKeeper>().RunAllDueAsync(default);

        var refusal = await Assert.ThrowsAsync<RuleException>(() => database.Get<ActionService>().PostUpdateAsync(lead, "1.1", action.Version, input));
        Assert.StartsWith("The day ended while this was being saved", refusal.Message, StringComparison.Ordinal);
        await database.Get<ActionService>().PostUpdateAsync(board.As(Role.Lead), "1.1", action.Version, input);

        await using var db = database.Open(board.Programme.Id);
        var period = await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync();
        Assert.DoesNotContain("In the last second.", period.FactsJson!, StringComparison.Ordinal);
        Assert.Equal([("1.1", Day("2026-04-01"))], (await database.Get<PeriodQueries>().FindAsync(board.As(Role.Chair), period.Key))!.Late.Select(u => (u.Ref, u.On)));
    }

    [Fact]
    public async Task An_update_that_was_returned_is_in_no_fact_of_its_period()
    {
        var action = await board.AddActionAsync("1.1");
        await database.Get<PeriodService>().AddAsync(board.As(Role.Office), new(Day("2026-04-16"), 6, 10, 2));
        var (service, lead) = (database.Get<ActionService>(), board.As(Role.Lead));
        await service.PostUpdateAsync(lead, "1.1", action.Version, new() { WhatChanged = "Telltale.", ChildWouldNotice = "Telltale.", InTheWay = "Telltale.", Forecast = lead.Today.AddDays(30) });
        await using var db = database.Open(board.Programme.Id);
        var posted = await db.Updates.OrderBy(u => u.Id).LastAsync();
        await service.ReturnUpdateAsync(board.As(Role.Office), "1.1", await db.Actions.Select(a => a.Version).SingleAsync(), posted.Id, "Say how many.");

        database.Clock.Now = TestClock.Instant("2026-04-01 00:00");
        await database.Get<PeriodKeeper>().RunAllDueAsync(default);

        var facts = (await db.Periods.OrderBy(p => p.CutOffOn).FirstAsync()).FactsJson!;
        Assert.DoesNotContain("Telltale", facts, StringComparison.Ordinal);
        Assert.Equal("Managers met their workers.", PackFactsReader.FromJson(facts).Actions.Single().LastUpdate!.WhatChanged);
    }

    [Fact]
    public async Task A_recommendation_renamed_after_issue_keeps_its_name_in_the_pack_and_has_the_new_one_in_the_next()
    {
        await board.AddActionAsync("1.1");
        var schedule = await board.AddScheduleAsync();
        database.Clock.Now = TestClock.Instant("2026-03-06 07:00");
        var packs = database.Get<PackService>();
        var pack = (await packs.BuildDueAsync(board.Programme.Id, schedule.Id, _ => Task.CompletedTask, default)).Single();
        await using (var db = database.Open(board.Programme.Id))
            await db.Recommendations.ExecuteUpdateAsync(set => set.SetProperty(r => r.ShortTitle, "Renamed since"));

        var next = await DraftAsync(Audience.Board);

        await using var after = database.Open(board.Programme.Id);
        var issued = await after.Packs.AsNoTracking().SingleAsync(p => p.Id == pack.Id);
        Assert.Equal(pack.FileHash, PackFactsReader.Hash((await packs.RedrawAsync(issued, default)).Pdf));
        Assert.DoesNotContain("Renamed since", issued.FactsJson, StringComparison.Ordinal);
        Assert.Contains("Renamed since", next.FactsJson, StringComparison.Ordinal);
    }

    private const string Boxes = "□standsforcharactersthatthefontsofthispacklack;thepageandtheworkbookshowthem.";

    private async Task<string> WordsAsync(Pack draft)
    {
        var path = Path.Combine(database.Store.Folder, "draft.pdf");
        await using var db = database.Open(board.Programme.Id);
        await File.WriteAllBytesAsync(path, (await db.Files.SingleAsync(f => f.Hash == draft.FileHash)).Content);
        return string.Concat((await PopplerFactAttribute.PagesAsync(path)).SelectMany(page => page).Where(c => !char.IsWhiteSpace(c)));
    }

    private Task<Pack> DraftAsync(Audience audience) =>
        database.Get<PackService>().BuildDraftAsync(board.As(Role.Office).Actor, audience, _ => Task.CompletedTask, default);
}
