using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.History;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.History;

[Trait("Category", "Database")]
public sealed class TrailTests
{
    [Fact]
    public async Task Sign_ins_that_fail_and_lock_out_are_told_without_what_was_typed()
    {
        await using var database = await TestDatabase.SeededAsync();
        var service = database.Get<SignInService>();

        for (var i = 0; i < 5; i++)
            await service.CheckAsync(PortalHost.Kirklees(Role.Chair), "a wrong password");
        await service.CheckAsync("my-password-typed-here@example.org", "x");

        var rows = (await database.Get<SignInQueries>().ListAsync(await database.KirkleesAsync(Role.Admin), new())).Rows;
        Assert.Equal(
            [(InstallationEventKind.SignInRefused, null), (InstallationEventKind.LockedOut, "Board chair"), .. Enumerable.Repeat((InstallationEventKind.SignInRefused, (string?)"Board chair"), 4)],
            rows.Select(r => (r.Kind, r.Who)));
        Assert.DoesNotContain(rows, r => r.What.Contains("typed", StringComparison.Ordinal) || r.What.Contains('@'));
        Assert.Equal((null, 6L), (await database.Get<HistoryVerifier>().InstallationAsync("A test", [], CancellationToken.None) is var check ? (check.Fault, check.Entries) : default));
    }

    [Fact]
    public async Task People_of_another_programme_are_not_told_of()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var other = await TestBoard.AddAsync(database, "othershire");
        var trail = database.Get<Trail>();
        await trail.SignedInAsync(Guid.Parse(board.Person(Role.Lead).Claims.First().Value));
        await trail.StrangerAsync(Guid.Parse(other.Person(Role.Chair).Claims.First().Value));
        await trail.SignInRefusedAsync(null, locked: false);

        Assert.Equal([null, "Head of safeguarding"], (await database.Get<SignInQueries>().ListAsync(board.As(Role.Admin), new())).Rows.Select(r => r.Who));
        Assert.Equal([null, "Board chair"], (await database.Get<SignInQueries>().ListAsync(other.As(Role.Admin), new())).Rows.Select(r => r.Who));
    }

    [Fact]
    public async Task Sign_ins_are_found_by_post_and_day_and_taken_away_as_they_are_shown()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (trail, queries, admin) = (database.Get<Trail>(), database.Get<SignInQueries>(), board.As(Role.Admin));
        await trail.SignedInAsync(board.Lead.UserId!.Value);
        database.Clock.Now += TimeSpan.FromDays(1);
        await trail.SignedInAsync(board.Lead.UserId!.Value);
        await trail.SignInRefusedAsync(null, locked: false);

        Assert.Equal([1, 2, 2, 1, 0, 3], new List<int>
        {
            await FoundAsync(new(By: "Head of safeguarding", To: board.Today.AddDays(-1))), await FoundAsync(new(By: "Head of safeguarding")), await FoundAsync(new(From: board.Today.AddDays(-1))),
            await FoundAsync(new(InstallationEventKind.SignedIn, From: board.Today.AddDays(-1), To: board.Today)), await FoundAsync(new(From: board.Today)), await FoundAsync(new(From: DateOnly.MinValue, To: DateOnly.MaxValue)),
        });
        await using var csv = new StringWriter();
        await queries.WriteCsvAsync(admin, new(By: "Head of safeguarding", From: board.Today.AddDays(-1)), csv, default);
        Assert.Equal(["At (UTC),Post,Change,What happened", "2026-03-03 09:00:00,Head of safeguarding,Signed in,Signed in.", ""], csv.ToString().Split("\r\n"));

        async Task<int> FoundAsync(SignInFilter filter) => (await queries.ListAsync(admin, filter)).Found;
    }

    [Fact]
    public async Task What_people_do_before_and_after_their_part_is_not_told()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (trail, day) = (database.Get<Trail>(), board.Today);
        await using var db = database.Open(board.Programme.Id);
        await db.Members.Where(m => m.Id == board.Lead.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.From, day.AddDays(1)).SetProperty(m => m.To, day.AddDays(2)));
        // The last instants of the days, in London.
        foreach (var at in new[] { "2026-03-02 23:59", "2026-03-03 00:00", "2026-03-04 23:59", "2026-03-05 00:00" })
        {
            database.Clock.Now = TestClock.Instant(at);
            await trail.SignedInAsync(board.Lead.UserId!.Value);
        }

        Assert.Equal([TestClock.Instant("2026-03-04 23:59"), TestClock.Instant("2026-03-03 00:00")], (await database.Get<SignInQueries>().ListAsync(board.As(Role.Admin), new())).Rows.Select(r => r.At));
    }

    [Fact]
    public async Task Refusals_beyond_the_bound_of_an_hour_are_left_to_the_log()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        for (var i = 0; i < 30; i++)
            await database.Get<Trail>().RefusedAsync(board.As(Role.Chair), "asked for a page");

        await using var db = database.Open(board.Programme.Id);
        var told = await db.History.Where(h => h.Kind == HistoryKind.Refused).OrderBy(h => h.Sequence).Select(h => h.What).ToListAsync();
        Assert.Equal((20, "Refused: asked for a page. Further ones within this hour are in the log only."), (told.Count, told[^1]));
    }
}

[Collection(PortalTests.Name)]
public sealed class TrailPageTests(PortalHost portal)
{
    [Fact]
    public async Task A_page_refused_and_a_pack_read_stand_in_the_history_for_those_who_see_the_trail()
    {
        using var chair = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));
        using var office = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));

        Assert.Equal(HttpStatusCode.Forbidden, (await chair.GetAsync("/programmes/kirklees/sign-ins")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await chair.GetAsync("/programmes/kirklees/packs/2/download")).StatusCode);

        using var admin = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));
        var signIns = await admin.GetStringAsync("/programmes/kirklees/sign-ins?kind=SignedIn");
        Assert.Contains("Administrator", signIns, StringComparison.Ordinal);
        Assert.DoesNotContain("@kirklees.example", signIns, StringComparison.Ordinal);
        Assert.StartsWith("At (UTC),Post,Change", await admin.GetStringAsync("/programmes/kirklees/sign-ins.csv?kind=SignedIn&by=Administrator"), StringComparison.Ordinal);
        Assert.Contains("Record of sign-ins exported", await office.GetStringAsync("/programmes/kirklees/history?kind=Exported"), StringComparison.Ordinal);
        var refused = await office.GetStringAsync("/programmes/kirklees/history?kind=Refused");
        Assert.Contains("Refused: asked for /programmes/{slug}/sign-ins, which the role does not open.", refused, StringComparison.Ordinal);
        Assert.Contains("Pack 2 downloaded as PDF", await office.GetStringAsync("/programmes/kirklees/history?kind=PackRead&by=Board+chair"), StringComparison.Ordinal);
        Assert.DoesNotContain("downloaded as PDF", await chair.GetStringAsync("/programmes/kirklees/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_proves_every_chain_and_holds_a_checkpoint_against_one()
    {
        await using var database = await TestDatabase.SeededAsync();
        var kirklees = await database.KirkleesAsync();
        var known = await database.Get<HistoryVerifier>().ProgrammeAsync(kirklees.Id, "A test", [], CancellationToken.None);

        var whole = await PortalProcess.RunAsync(database.Store.Settings, "verify-history", "--programme", "kirklees", "--checkpoint", $"{known.Entries:#,0}: {known.Hash[..32]} {known.Hash[32..]}");
        var all = await PortalProcess.RunAsync(database.Store.Settings, "verify-history");
        var broken = await PortalProcess.RunAsync(database.Store.Settings, "verify-history", "--programme", "kirklees", "--checkpoint", $"{known.Entries + 3}:{known.Hash}");
        var nonsense = await PortalProcess.RunAsync(database.Store.Settings, "verify-history", "--checkpoint", "12");

        Assert.Equal((0, 0, 2, 1), (whole.ExitCode, all.ExitCode, broken.ExitCode, nonsense.ExitCode));
        Assert.StartsWith($"kirklees: whole. {known.Entries:#,0} entries, the last with seal {known.Hash}; checked in", whole.Said, StringComparison.Ordinal);
        Assert.Contains("installation: whole. 0 entries", all.Said, StringComparison.Ordinal);
        Assert.Contains($"kirklees: BROKEN. The end was cut off: there are {known.Entries:#,0} entries, and the checkpoint knows {known.Entries + 3:#,0}.", broken.Said, StringComparison.Ordinal);
        Assert.Contains("Use: verify-history", nonsense.Said, StringComparison.Ordinal);
    }
}
