using Bunit;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>The register on a real database: what it finds, what it tells whom, and its file.</summary>
[Trait("Category", "Database")]
public sealed class PackRegisterTests : IAsyncLifetime
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
    public async Task The_register_filters_and_its_file_holds_no_formula()
    {
        await ApprovablePack.AddAsync(database, board, 1, key: "2026-01");
        await database.Get<PackLife>().WithdrawAsync(board.As(Role.Office), 1, "=HYPERLINK(\"http://evil.example\")");
        await ApprovablePack.AddAsync(database, board, 2, key: "2026-01");
        await ApprovablePack.AddAsync(database, board, 3, key: "2026-02");
        await database.Get<PackLife>().ApproveAsync(board.As(Role.Lead), 3, "f", null);
        await database.Get<PackLife>().ApproveAsync(board.As(Role.Chair), 3, "f", null);
        var register = database.Get<RegisterQueries>();
        await database.Get<PackDownloads>().NoteAsync(board.As(Role.Member), (await database.Get<PackQueries>().FindAsync(board.As(Role.Member), "3"))!, PackForm.Pdf, default);

        var all = await register.ListAsync(board.As(Role.Office), new(null, null));
        Assert.Equal([3, 2, 1], all.Rows.Select(r => r.Pack.Number!.Value));
        Assert.Equal(("Board member", PackForm.Pdf, 1), all.Rows[0].Readers!.Select(r => (r.By, r.Form, r.Times)).Single());
        foreach (var (state, number) in new[] { (PackState.Issued, 3), (PackState.ForApproval, 2), (PackState.Withdrawn, 1) })
            Assert.Equal(number, (await register.ListAsync(board.As(Role.Office), new(Audience.Board, state))).Rows.Single().Pack.Number);
        Assert.Empty((await register.ListAsync(board.As(Role.Office), new(Audience.Public, null))).Rows);
        var members = await register.ListAsync(board.As(Role.Member), new(null, null));
        Assert.Equal((3, null, 1), (members.Rows.Single().Pack.Number, members.Rows.Single().Readers, members.All));

        var csv = await register.CsvAsync(board.As(Role.Office), new(null, null));
        Assert.Equal(4, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"", csv, StringComparison.Ordinal);
        Assert.Contains("Head of safeguarding on 2 Mar 2026; Board chair on 2 Mar 2026", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("HYPERLINK", await register.CsvAsync(board.As(Role.Member), new(null, null)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reading_of_a_pack_stands_on_one_of_its_pages()
    {
        await ApprovablePack.AddAsync(database, board, 1);
        await using var db = database.Open(board.Programme.Id);
        var pack = await db.Packs.SingleAsync();
        db.PackDownloads.AddRange(Enumerable.Range(1, 45).Select(i => new PackDownload { ProgrammeId = board.Programme.Id, PackId = pack.Id, Form = PackForm.Pdf, At = database.Clock.Now.AddMinutes(i), On = board.Today, By = $"Reader {i}" }));
        await db.SaveChangesAsync();
        var read = new List<string>();
        foreach (var (page, last) in new[] { (1, 26), (2, 6), (3, 1) })
        {
            var readings = (await database.Get<ApprovalQueries>().FindAsync(board.As(Role.Office), "1", page))!.Downloads!;
            Assert.Equal((45, page, 3, $"Reader {last}"), (readings.All, readings.Page, readings.Pages, readings.Rows[^1].By));
            read.AddRange(readings.Rows.Select(r => r.By));
            await using var context = new BunitContext();
            var list = context.Render<PackReaders>(p => p.Add(r => r.Readings, readings).Add(r => r.Href, to => $"/to/{to}"));
            Assert.Equal($"{(page == 3 ? 5 : 20)} of 45 shown, the latest first", list.Find(".shown").TextContent);
            Assert.Equal(page == 3 ? "/to/2" : $"/to/{page + 1}", list.FindAll(".pager a")[^1].GetAttribute("href"));
        }

        Assert.Equal(45, read.Distinct().Count());
        Assert.Null((await database.Get<ApprovalQueries>().FindAsync(board.As(Role.Lead), "1", 3))!.Downloads);
    }

    [Fact]
    public async Task Every_state_that_the_register_finds_is_the_one_the_dates_say()
    {
        await using var db = database.Open(board.Programme.Id);
        db.Files.Add(new() { Hash = "f", Content = [1] });
        DateOnly?[] days = [null, board.Today.AddDays(-1), board.Today, board.Today.AddDays(1)];
        var packs = (from issued in days from superseded in days.Where(d => d is null || d >= issued) from withdrawn in issued is null ? days : [null] from number in new int?[] { 1, null } select (issued, superseded, withdrawn, number)).ToList();
        db.Packs.AddRange(packs.Select((p, i) => ApprovablePack.Row(board, p.number is null ? null : i + 1, 1, $"p{i}", p.issued, p.superseded, p.withdrawn)));
        await db.SaveChangesAsync();

        foreach (var state in Enum.GetValues<PackState>())
        {
            var found = await PackQueries.InState(db.Packs, state, board.Today).Select(PackRow.Of).ToListAsync();
            var expected = (await db.Packs.Select(PackRow.Of).ToListAsync()).Where(p => p.StateOn(board.Today) == state);
            Assert.Equal(expected.Select(p => p.Id).Order(), found.Select(p => p.Id).Order());
            Assert.NotEmpty(found);
        }
    }
}
