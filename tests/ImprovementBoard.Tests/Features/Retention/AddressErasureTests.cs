using System.IO.Compression;
using System.Text.Json;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>A clerk without an account who got a pack by mail and was invited. Their address is a canary: it may be found nowhere afterwards.</summary>
[Trait("Category", "Database")]
public sealed class AddressErasureTests : IAsyncLifetime
{
    private const string Word = "quill", Canary = "canary.quill@police.example";

    private TestDatabase database = null!;
    private TestBoard board = null!;

    private AddressErasure Addresses => database.Get<AddressErasure>();

    private ProgrammeScope Admin => board.As(Role.Admin);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        await database.Get<DistributionService>().AddOutsideAsync(board.As(Role.Office), Audience.Board, "Clerk", "Police", Canary);
        await database.Get<PeopleService>().InviteAsync(Admin, new(Canary, null, "Board member, police", "Police", Role.Member, null));
        await using (var db = database.Open(board.Programme.Id))
        {
            var file = PackFactsReader.Hash(TestFiles.Pdf);
            db.Files.Add(new() { Hash = file, Content = TestFiles.Pdf });
            var pack = new Pack { ProgrammeId = board.Programme.Id, Number = 7, PeriodKey = "2026-02", PeriodName = "February 2026", BuiltBy = "Scheduler", FactsJson = "{}", FactsHash = PackFactsReader.Hash("{}"), FileHash = file };
            db.Packs.Add(pack);
            await db.SaveChangesAsync();
            await database.Get<PackSender>().SendAsync(db, board.Programme, pack, await db.Recipients.SingleAsync(), 1, board.As(Role.Office).Actor, board.Today, database.Clock.Now, default);
            // Refused by the mail server, whose answer names the address.
            var refused = Queue("refused", Canary.ToUpperInvariant(), $"Body for {Canary}");
            refused.Note(new(MailResult.Refused, $"550 no such mailbox {Canary}"), database.Clock.GetUtcNow());
            var waiting = Queue("waiting", Canary, "Body");
            waiting.NextTryAt = database.Clock.GetUtcNow().AddYears(1);
            db.Mail.AddRange(refused, waiting, Queue("another", "else@police.example", "Body"));
            await db.SaveChangesAsync();
        }
        await database.Get<PostOffice>().DeliverDueAsync(default);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task After_erasure_the_address_is_in_no_table_or_file_and_that_a_role_got_packs_stays()
    {
        await EndUseAsync();
        Assert.NotEmpty(await Traces.InTablesAsync(database, Word));
        Assert.NotEmpty(await Traces.InFilesAsync(database, Word));
        var plan = await Addresses.PlanAsync(Admin, $" {Canary.ToUpperInvariant()} ");
        Assert.Equal((null, "1 place on a distribution list, 1 invitation, 1 delivery of a pack and 4 mails"), (plan.Refusal, plan.Kinds));

        await Addresses.EraseAsync(Admin, Canary, Canary, "Request 12 of the information officer.");

        Assert.Empty(await Traces.InTablesAsync(database, Word));
        Assert.Empty(await Traces.InFilesAsync(database, Word));
        await using var db = database.Open(board.Programme.Id);
        var told = await db.History.SingleAsync(h => h.Kind == HistoryKind.PersonErased);
        Assert.Equal(("The mail address of somebody without an account here was erased: 1 place on a distribution list, 1 invitation, 1 delivery of a pack and 4 mails. Request 12 of the information officer.", "Administrator"), (told.What, told.By));
        var lines = await db.Disposals.OrderBy(d => d.Id).ToListAsync();
        Assert.Equal([RetentionKind.Recipients, RetentionKind.Invitations, RetentionKind.Mails, RetentionKind.Mails, RetentionKind.Mails, RetentionKind.Mails], lines.Select(l => l.Kind));
        Assert.All(lines, l => Assert.Equal((null, board.Today, "Administrator"), (l.DueOn, l.On, l.By)));
        Assert.Equal($"Recipient {await db.Recipients.Select(r => r.Id).SingleAsync()}, clerk", lines[0].Ref);
        Assert.Equal((MailState.TakenBack, true), await db.Mail.Where(m => m.Key == "waiting").Select(m => new ValueTuple<MailState, bool>(m.State, m.ClearedOn != null)).SingleAsync());
        Assert.Equal(("else@police.example", "Body"), await db.Mail.Where(m => m.Key == "another").Select(m => new ValueTuple<string, string>(m.To, m.Body)).SingleAsync());
        Assert.Equal("Clerk", (await db.PackDeliveries.SingleAsync()).Title);
        Assert.Null((await database.Get<HistoryVerifier>().ProgrammeAsync(board.Programme.Id, "Test", [], default)).Fault);
        Assert.True((await Addresses.PlanAsync(Admin, Canary)).IsEmpty);
        Assert.Equal("Email", (await ThrownAsync()).Field);
    }

    [Fact]
    public async Task An_address_in_use_is_not_erased_and_it_says_where_it_is_to_be_ended_first()
    {
        Assert.Equal("This address is still in use: first have the programme office take it off the distribution list of the board edition (Packs → Distribution lists) and withdraw the invitation as board member, police (People).", (await ThrownAsync()).Message);

        await EndUseAsync();

        Assert.Null((await Addresses.PlanAsync(Admin, Canary)).Refusal);
    }

    [Fact]
    public async Task An_invitation_that_ran_out_is_no_use()
    {
        await EndUseAsync(withdraw: false);
        Assert.Contains("withdraw the invitation", (await ThrownAsync()).Message, StringComparison.Ordinal);

        database.Clock.Now = database.Clock.Now.AddDays(Invitation.Days);

        Assert.Null((await Addresses.PlanAsync(Admin, Canary)).Refusal);
    }

    [Fact]
    public async Task A_hold_on_the_programme_stops_it()
    {
        await EndUseAsync();
        await database.Get<RetentionService>().PutHoldAsync(Admin, new(HoldCovers.Programme, null, null, "A claim.", "Legal services"));

        Assert.StartsWith("A hold covers", (await ThrownAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_mail_is_being_sent_nothing_is_erased()
    {
        await EndUseAsync();
        await using (var db = database.Open(board.Programme.Id))
            await db.Mail.Where(m => m.Key == "waiting").ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MailState.Sending));

        Assert.Contains("is being sent", (await ThrownAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_an_account_is_erased_with_its_person()
    {
        var plan = await Addresses.PlanAsync(Admin, board.EmailOf(Role.Lead).ToUpperInvariant());

        Assert.Equal(("This address belongs to the account of the head of safeguarding: erase the person instead, which reaches the account too.", board.Lead.Id), (plan.Refusal, plan.Holder!.Id));
    }

    [Fact]
    public async Task Another_programme_s_address_is_one_on_which_nothing_is_held_and_stays_there()
    {
        var other = await TestBoard.AddAsync(database, "othershire");
        await database.Get<DistributionService>().AddOutsideAsync(other.As(Role.Office), Audience.Board, "Clerk", "Police", "theirs@police.example");
        await database.Get<DistributionService>().AddOutsideAsync(other.As(Role.Office), Audience.Board, "Clerk", "Police", Canary);
        await EndUseAsync();

        // An account there is none of this programme's either.
        foreach (var theirs in new[] { "theirs@police.example", other.EmailOf(Role.Chair) })
        {
            var plan = await Addresses.PlanAsync(Admin, theirs);
            Assert.Equal((true, null, null), (plan.IsEmpty, plan.Refusal, plan.Holder));
            Assert.Null(await database.Get<HeldExport>().OfAddressAsync(Admin, theirs));
            Assert.StartsWith("This programme holds nothing on this address", (await Assert.ThrowsAsync<RuleException>(() => Addresses.EraseAsync(Admin, theirs, theirs, "Asked for."))).Message, StringComparison.Ordinal);
        }
        await Addresses.EraseAsync(Admin, Canary, Canary, "Asked for.");

        await using var db = database.Open(other.Programme.Id);
        Assert.Equal(1, await db.Recipients.CountAsync(r => r.Email == Canary && r.RemovedOn == null));
        Assert.Empty(await db.Disposals.ToListAsync());
    }

    [Theory]
    [InlineData("somebody.else@police.example", "Asked for.", "Confirm")]
    [InlineData(Canary, " ", "Reason")]
    [InlineData(Canary, "Asked for by Canary.Quill@police.example.", "Reason")]
    public async Task It_is_confirmed_by_the_address_and_has_a_reason_without_it(string typed, string reason, string field)
    {
        await EndUseAsync();

        Assert.Equal(field, (await Assert.ThrowsAsync<RuleException>(() => Addresses.EraseAsync(Admin, Canary, typed, reason))).Field);
        Assert.NotEmpty(await Traces.InFilesAsync(database, Word));
    }

    [Fact]
    public async Task A_copy_has_what_this_programme_holds_on_the_address_and_the_history_does_not_name_it()
    {
        var file = (await database.Get<HeldExport>().OfAddressAsync(Admin, Canary.ToUpperInvariant()))!;

        await using var zip = new ZipArchive(new MemoryStream(file));
        using var json = await JsonDocument.ParseAsync(await zip.GetEntry("what-is-held.json")!.OpenAsync());
        Assert.Equal(["Invitations", "Mails", "Distribution lists", "Packs sent"], json.RootElement.EnumerateObject().Select(s => s.Name));
        Assert.Equal([1, 4, 1, 1], json.RootElement.EnumerateObject().Select(s => s.Value.GetArrayLength()));
        Assert.Equal(("Pack 7", "Clerk"), (json.RootElement.GetProperty("Packs sent")[0].GetProperty("Pack").GetString(), json.RootElement.GetProperty("Packs sent")[0].GetProperty("Role title").GetString()));
        var text = await Traces.TextAsync(file);
        Assert.Contains("You get this because the programme office has put Clerk on the distribution list", text, StringComparison.Ordinal);
        Assert.DoesNotContain("else@police.example", text, StringComparison.Ordinal);
        await using var db = database.Open(board.Programme.Id);
        foreach (var secret in await db.Invitations.Select(i => i.TokenHash).Concat(db.PackDeliveries.Select(d => d.TokenHash!)).ToListAsync())
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal("What is held on a mail address exported", (await db.History.SingleAsync(h => h.Kind == HistoryKind.Exported)).What);
    }

    [Fact]
    public async Task A_copy_for_a_post_tells_the_packs_that_were_sent_to_it()
    {
        await using (var db = database.Open(board.Programme.Id))
        {
            var (pack, list) = (await db.Packs.SingleAsync(), Recipient.OfPost(Audience.Board, board.Lead, board.As(Role.Office).Actor, board.Today));
            db.Recipients.Add(list);
            await db.SaveChangesAsync();
            await database.Get<PackSender>().SendAsync(db, board.Programme, pack, list, 1, board.As(Role.Office).Actor, board.Today, database.Clock.Now, default);
            await db.SaveChangesAsync();
        }

        await using var zip = new ZipArchive(new MemoryStream((await database.Get<HeldExport>().OfPostAsync(Admin, board.Lead.Id))!));
        using var json = await JsonDocument.ParseAsync(await zip.GetEntry("what-is-held.json")!.OpenAsync());
        Assert.Equal(["Head of safeguarding"], json.RootElement.GetProperty("Packs sent").EnumerateArray().Select(r => r.GetProperty("Role title").GetString()!));
    }

    private async Task<RuleException> ThrownAsync()
    {
        var before = await Traces.InTablesAsync(database, Word);
        var thrown = await Assert.ThrowsAsync<RuleException>(() => Addresses.EraseAsync(Admin, Canary, Canary, "Asked for."));
        Assert.Equal(before, await Traces.InTablesAsync(database, Word));
        return thrown;
    }

    private MailItem Queue(string key, string to, string body) => MailItem.Queue(board.Programme.Id, new(key, "test", to, "Clerk", "Subject", body, "/"), board.Today, database.Clock.GetUtcNow());

    private async Task EndUseAsync(bool withdraw = true)
    {
        await using var db = database.Open(board.Programme.Id);
        await database.Get<DistributionService>().RemoveAsync(board.As(Role.Office), await db.Recipients.Select(r => r.Id).SingleAsync());
        var invitation = await db.Invitations.AsNoTracking().SingleAsync();
        if (withdraw)
            await database.Get<PeopleService>().WithdrawAsync(Admin, invitation.Id, invitation.Version);
    }
}
