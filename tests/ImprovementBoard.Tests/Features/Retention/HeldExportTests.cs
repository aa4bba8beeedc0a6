using System.IO.Compression;
using System.Security.Claims;
using System.Text.Json;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Evidence;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Retention;

public sealed class HeldExportTests
{
    [Fact]
    public async Task A_copy_tells_the_distribution_lists_that_hold_the_person_by_address_or_by_post()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (office, address) = (board.As(Role.Office).Actor, board.EmailOf(Role.Lead));
        await using var db = database.Open(board.Programme.Id);
        db.Recipients.AddRange(
            Recipient.Outside(Audience.Public, "Clerk to the partnership", "Police", address.ToUpperInvariant(), office, board.Today),
            Recipient.OfPost(Audience.Board, board.Lead, office, board.Today),
            Recipient.Outside(Audience.Public, "Somebody else", "Police", "else@x.example", office, board.Today));
        await db.SaveChangesAsync();

        var file = await database.Get<HeldExport>().OfPostAsync(board.As(Role.Admin), board.Lead.Id);

        await using var zip = new ZipArchive(new MemoryStream(file!));
        using var json = System.Text.Json.JsonDocument.Parse(await zip.GetEntry("what-is-held.json")!.OpenAsync());
        Assert.Equal(["Clerk to the partnership", "Head of safeguarding"], json.RootElement.GetProperty("Distribution lists").EnumerateArray().Select(r => r.GetProperty("Role title").GetString()!).Order());
    }

    [Fact]
    public async Task A_copy_tells_what_was_decided_about_the_part_of_the_person_and_not_about_others()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var (people, admin) = (database.Get<PeopleService>(), board.As(Role.Admin));
        await using var db = database.Open(board.Programme.Id);
        foreach (var title in new[] { "Board chair", "Head of safeguarding" })
        {
            var member = await db.Members.AsNoTracking().SingleAsync(m => m.Title == title);
            await people.SetLastDayAsync(admin, member.Id, member.Version, board.Today, "Moves to another council.");
        }

        await using var zip = new ZipArchive(new MemoryStream((await database.Get<HeldExport>().OfPostAsync(admin, board.Lead.Id))!));
        using var json = JsonDocument.Parse(await zip.GetEntry("what-is-held.json")!.OpenAsync());

        Assert.Equal(["The part of Head of safeguarding (Council) lasts until 2 March 2026, was until further notice. Why: Moves to another council"],
            json.RootElement.GetProperty("History").EnumerateArray().Select(r => r.GetProperty("What happened").GetString()!));
    }

    [Theory]
    [InlineData(SignInWay.Password, false)]
    [InlineData(SignInWay.PasswordAndCode, true)]
    public async Task One_s_own_copy_names_confidential_evidence_where_the_way_of_signing_in_opens_the_programme(SignInWay way, bool opens)
    {
        await using var database = await TestDatabase.SeededAsync();
        var office = await database.KirkleesAsync();
        await using var db = database.Open(office.Id);
        (await db.Programmes.SingleAsync(p => p.Id == office.Id)).RequireSecondFactor([Role.Office]);
        var evidence = await db.Evidence.FirstAsync(e => e.Sensitivity == Sensitivity.Confidential);
        evidence.AddedBy = office.Actor.Title;
        await db.SaveChangesAsync();
        var account = await db.Members.Where(m => m.Id == office.Actor.MemberId).Select(m => m.UserId).SingleAsync();
        var person = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{account}"), new(SessionClaims.Way, $"{way}")], "test"));

        var file = await database.Get<HeldExport>().OfAccountAsync(person);

        await using var zip = new ZipArchive(new MemoryStream(file));
        using var json = new StreamReader(await zip.GetEntry("what-is-held.json")!.OpenAsync());
        Assert.Equal(opens, (await json.ReadToEndAsync()).Contains(evidence.Title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_programme_s_copy_tells_sign_ins_of_the_days_of_the_part_and_one_s_own_all()
    {
        await using var database = await TestDatabase.EmptyAsync();
        var board = await TestBoard.AddAsync(database);
        var account = board.Lead.UserId!.Value;
        await database.Get<Trail>().SignedInAsync(account);
        await using var db = database.Open(board.Programme.Id);
        await db.Members.Where(m => m.Id == board.Lead.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.To, board.Today));
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await database.Get<Trail>().SignedInAsync(account);

        Assert.Equal(1, await SignInsAsync((await database.Get<HeldExport>().OfPostAsync(board.As(Role.Admin), board.Lead.Id))!));
        Assert.Equal(2, await SignInsAsync(await database.Get<HeldExport>().OfAccountAsync(board.Person(Role.Lead))));
    }

    private static async Task<int> SignInsAsync(byte[] file)
    {
        await using var zip = new ZipArchive(new MemoryStream(file));
        await using var json = await zip.GetEntry("what-is-held.json")!.OpenAsync();
        using var document = await JsonDocument.ParseAsync(json);
        return document.RootElement.GetProperty("Sign-ins").EnumerateArray().Count(e => e.GetProperty("Kind").GetString() == "Signed in");
    }
}
