using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.People;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>A lead who was invited, signed in, wrote, got mails into the outbox and left. Their address is a canary: it may be found nowhere afterwards.</summary>
[Trait("Category", "Database")]
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Canary = "canary.quill@police.example", Password = "three words apart", Title = "Head of placements";

    private TestDatabase database = null!;
    private TestBoard board = null!, other = null!;
    private Member post = null!;

    private ErasureService Erasures => database.Get<ErasureService>();

    private ProgrammeScope Admin => board.As(Role.Admin);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
        other = await TestBoard.AddAsync(database, "othershire");
        var account = await JoinAsync(board);
        await JoinAsync(other, account.Id);
        await database.Get<SessionService>().OpenAsync(account, SignInWay.Password, "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0");
        await using (var db = database.Open(board.Programme.Id))
        {
            post = await db.Members.AsNoTracking().SingleAsync(m => m.UserId == account.Id);
            db.RecoveryCodes.Add(new() { UserId = account.Id, Hash = "hash" });
            db.UserLogins.Add(new() { LoginProvider = "oidc", ProviderKey = Canary, UserId = account.Id });
            db.Recipients.Add(Recipient.Outside(Audience.Board, "Clerk", "Police", Canary.ToUpperInvariant(), board.As(Role.Office).Actor, board.Today));
            await db.SaveChangesAsync();
        }
        var action = await board.AddActionAsync("1.1", post);
        await database.Get<ActionService>().PostUpdateAsync(board.As(post), "1.1", action.Version, new() { WhatChanged = "Words that stay.", ChildWouldNotice = "The same worker.", InTheWay = "Nothing.", Forecast = action.BaselineDue });
        await using (var db = database.Open(board.Programme.Id))
        {
            db.UpdateDrafts.Add(new() { ProgrammeId = board.Programme.Id, ActionItemId = action.Id, MemberId = post.Id, WhatChanged = "Words never posted.", SavedAt = database.Clock.GetUtcNow() });
            // Refused by the mail server, whose answer names the address.
            var refused = MailItem.Queue(board.Programme.Id, new("refused", "test", Canary, Title, "Subject", $"Body for {Canary}", "/"), board.Today, database.Clock.GetUtcNow());
            refused.Note(new(MailResult.Refused, $"550 no such mailbox {Canary}"), database.Clock.GetUtcNow());
            db.Mail.Add(refused);
            db.Mail.Add(MailItem.Queue(board.Programme.Id, new("waiting", "test", Canary, Title, "Subject", "Body", "/"), board.Today, database.Clock.GetUtcNow().AddYears(1)));
            await db.SaveChangesAsync();
        }
        await database.Get<PostOffice>().DeliverDueAsync(default);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task After_erasure_nothing_names_the_person_in_any_table_or_file_and_what_they_did_stays()
    {
        await LeaveAsync();
        Assert.NotEmpty(await FoundAsync());
        Assert.NotEmpty(Directory.GetFiles(new OutboxFolder(database.Options).Folder));
        var before = await CountsAsync();

        await Erasures.EraseAsync(Admin, post.Id, Title, "Request 12 of the information officer.");

        Assert.Empty(await FoundAsync());
        Assert.Empty(await Traces.InFilesAsync(database, "quill"));
        await using var db = database.Open(board.Programme.Id);
        var (updates, entries, members) = await CountsAsync();
        Assert.Equal((before.Updates, before.Entries + 1, before.Members), (updates, entries, members));
        Assert.Equal((0, 0, 0), (await db.UpdateDrafts.CountAsync(), await db.Sessions.CountAsync(), await db.RecoveryCodes.CountAsync()));
        Assert.Equal("Words that stay.", await db.Updates.Where(u => u.ById == post.Id).OrderByDescending(u => u.Id).Select(u => u.WhatChanged).FirstAsync());
        Assert.Equal($"The person who was head of placements was erased; what they did stays under the role title. Request 12 of the information officer.", (await db.History.SingleAsync(h => h.Kind == HistoryKind.PersonErased)).What);
        Assert.Equal((MailState.TakenBack, true), await db.Mail.Where(m => m.Key == "waiting").Select(m => new ValueTuple<MailState, bool>(m.State, m.ClearedOn != null)).SingleAsync());
        Assert.Equal(("Account of the head of placements", null, "Administrator"), await db.Disposals.Select(d => new ValueTuple<string, DateOnly?, string>(d.Ref, d.DueOn, d.By)).SingleAsync());
        Assert.Contains(await db.InstallationEvents.Where(e => e.AccountId == post.UserId).Select(e => e.What).ToListAsync(), w => w.StartsWith("Its address and all that names the person", StringComparison.Ordinal));
        foreach (var programme in new[] { board, other })
            Assert.Null((await database.Get<HistoryVerifier>().ProgrammeAsync(programme.Programme.Id, "Test", [], default)).Fault);
        Assert.Null((await database.Get<HistoryVerifier>().InstallationAsync("Test", [], default)).Fault);
        await using var elsewhere = database.Open(other.Programme.Id);
        Assert.Equal("Administrator of another programme", (await elsewhere.History.SingleAsync(h => h.Kind == HistoryKind.PersonErased)).By);
    }

    [Fact]
    public async Task The_same_person_can_be_invited_anew_and_is_somebody_else_then()
    {
        await LeaveAsync();
        await Erasures.EraseAsync(Admin, post.Id, Title, "Asked for.");

        var back = await JoinAsync(board);

        Assert.NotEqual(post.UserId, back.Id);
        Assert.Contains("was erased already", (await Erasures.PlanAsync(Admin, post.Id))!.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_a_part_anywhere_is_not_erased_and_nothing_is_touched()
    {
        await LeaveAsync(board);

        Assert.Contains("still has a part in a programme", (await ThrownAsync()).Message, StringComparison.Ordinal);
        Assert.NotEmpty(await FoundAsync());
    }

    [Theory]
    [InlineData(HoldCovers.Person, false)]
    [InlineData(HoldCovers.Programme, false)]
    [InlineData(HoldCovers.Programme, true)]
    public async Task A_hold_stops_erasure_also_that_of_another_programme(HoldCovers covers, bool elsewhere)
    {
        await LeaveAsync();
        await database.Get<RetentionService>().PutHoldAsync((elsewhere ? other : board).As(Role.Admin), new(covers, null, post.Id, "A claim.", "Legal services"));

        Assert.Contains("A hold covers", (await ThrownAsync()).Message, StringComparison.Ordinal);
        Assert.NotEmpty(await FoundAsync());
    }

    [Fact]
    public async Task A_programme_without_a_part_for_the_person_counts_too_when_it_sends_them_packs_or_holds_everything()
    {
        await LeaveAsync();
        var third = await TestBoard.AddAsync(database, "thirdshire");
        await using var db = database.Open(third.Programme.Id);
        var listed = Recipient.Outside(Audience.Board, "Clerk", "Police", Canary, third.As(Role.Office).Actor, third.Today);
        db.Recipients.Add(listed);
        await db.SaveChangesAsync();
        Assert.Contains("gets the packs of one", (await ThrownAsync()).Message, StringComparison.Ordinal);

        (listed.RemovedOn, listed.RemovedBy) = (third.Today, "Programme office");
        await db.SaveChangesAsync();
        await database.Get<RetentionService>().PutHoldAsync(third.As(Role.Admin), new(HoldCovers.Programme, null, null, "An inquiry.", "The inquiry"));
        Assert.Contains("A hold covers", (await ThrownAsync()).Message, StringComparison.Ordinal);
        Assert.NotEmpty(await FoundAsync());

        await database.Get<RetentionService>().LiftHoldAsync(third.As(Role.Admin), await db.RetentionHolds.Select(h => h.Id).SingleAsync(), "It is over.");
        await Erasures.EraseAsync(Admin, post.Id, Title, "Asked for.");

        Assert.Empty(await FoundAsync());
        Assert.StartsWith("A person without a part here was erased", (await db.History.SingleAsync(h => h.Kind == HistoryKind.PersonErased)).What, StringComparison.Ordinal);
        Assert.Equal("Account of the person without a part here", (await db.Disposals.SingleAsync()).Ref);
    }

    [Fact]
    public async Task What_was_read_of_the_account_before_is_not_saved_over_its_erasure()
    {
        await LeaveAsync();
        await using var slow = database.Board.OpenWithoutProgramme();
        var user = await slow.Users.SingleAsync(u => u.Id == post.UserId);
        await Erasures.EraseAsync(Admin, post.Id, Title, "Asked for.");

        slow.Update(user);
        user.PasswordHash = "another";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => slow.SaveChangesAsync());
        Assert.Empty(await FoundAsync());
    }

    [Theory]
    [InlineData("head of police", "Asked for.", "Confirm")]
    [InlineData(Title, " ", "Reason")]
    public async Task It_is_confirmed_by_the_title_and_has_a_reason(string typed, string reason, string field)
    {
        await LeaveAsync();

        Assert.Equal(field, (await Assert.ThrowsAsync<RuleException>(() => Erasures.EraseAsync(Admin, post.Id, typed, reason))).Field);
        Assert.NotEmpty(await FoundAsync());
    }

    [Fact]
    public async Task A_hold_that_another_programme_is_just_putting_is_waited_for_and_stops_it()
    {
        await LeaveAsync();
        Task erasing;
        await using (var db = database.Open(other.Programme.Id))
        {
            var there = await db.Members.SingleAsync(m => m.UserId == post.UserId);
            await using var turn = await db.LockProgrammeAsync(default);
            await db.LockAccountsAsync(default);
            db.RetentionHolds.Add(RetentionHold.Put(HoldCovers.Person, (there.Id, Title), "A claim.", "Legal services", other.As(Role.Admin).Actor, other.Today));
            await db.SaveChangesAsync();

            erasing = Erasures.EraseAsync(Admin, post.Id, Title, "Asked for.");

            // SQLite has one writer, so it waits there for its turn already.
            while (!db.Database.IsSqlite() && !erasing.IsCompleted && await WaitersAsync(db) == 0)
                await Task.Yield();
            Assert.False(erasing.IsCompleted);
            await turn.CommitAsync(default);
        }

        Assert.Contains("hold", (await Assert.ThrowsAsync<RuleException>(() => erasing)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(await FoundAsync());
    }

    [Fact]
    public async Task A_copy_of_what_is_held_has_everything_of_this_programme_and_no_secret()
    {
        var text = await Traces.TextAsync((await database.Get<HeldExport>().OfPostAsync(Admin, post.Id))!);

        Assert.Contains(Canary, text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Words that stay.", text, StringComparison.Ordinal);
        Assert.Contains("Firefox", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Words never posted.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("othershire", text, StringComparison.Ordinal);
        await using var db = database.Open(board.Programme.Id);
        var user = await db.Users.SingleAsync(u => u.Id == post.UserId);
        foreach (var secret in new[] { user.PasswordHash!, user.SecurityStamp!, "\"hash\"" })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal("What is held on the person who is head of placements exported", (await db.History.SingleAsync(h => h.Kind == HistoryKind.Exported)).What);
    }

    [Fact]
    public async Task One_s_own_copy_has_every_programme_and_the_unposted_words()
    {
        var text = await Traces.TextAsync(await database.Get<HeldExport>().OfAccountAsync(TestBoard.Signed(post.UserId!.Value)));

        Assert.Contains("othershire", text, StringComparison.Ordinal);
        Assert.Contains("Words never posted.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(board.EmailOf(Role.Chair), text, StringComparison.OrdinalIgnoreCase);
        await using var none = database.Board.OpenWithoutProgramme();
        Assert.True(await none.InstallationEvents.AnyAsync(e => e.AccountId == post.UserId && e.What == "The person took a copy of what is held on them."));
    }

    // Comments are signed by the role title, and a successor has the same.
    [Fact]
    public async Task What_a_namesake_said_is_not_in_the_copy()
    {
        await using (var db = database.Open(board.Programme.Id))
        {
            db.Files.Add(new() { Hash = new('a', 64), Content = TestFiles.Pdf });
            db.Packs.Add(new()
            {
                Id = 900,
                ProgrammeId = board.Programme.Id,
                PeriodKey = "2026-03",
                PeriodName = "March 2026",
                Audience = Audience.Board,
                BuiltBy = "Programme office",
                FactsJson = "{}",
                FactsHash = new('b', 64),
                FileHash = new('a', 64),
            });
            db.PackComments.Add(new() { ProgrammeId = board.Programme.Id, PackId = 900, Section = "plan", Words = "Words of one of them.", By = Title, On = board.Today });
            await db.SaveChangesAsync();
        }
        Assert.Contains("Words of one of them.", await CopyAsync(), StringComparison.Ordinal);

        await using (var db = database.Open(board.Programme.Id))
        {
            db.Members.Add(new() { ProgrammeId = board.Programme.Id, Title = Title, Agency = "Police", Role = Role.Lead, From = board.Today });
            await db.SaveChangesAsync();
        }
        Assert.DoesNotContain("Words of one of them.", await CopyAsync(), StringComparison.Ordinal);

        async Task<string> CopyAsync() => await Traces.TextAsync(await database.Get<HeldExport>().OfAccountAsync(TestBoard.Signed(post.UserId!.Value)));
    }

    private Task<RuleException> ThrownAsync() => Assert.ThrowsAsync<RuleException>(() => Erasures.EraseAsync(Admin, post.Id, Title, "Asked for."));

    private async Task<AppUser> JoinAsync(TestBoard of, Guid? account = null)
    {
        await database.Get<PeopleService>().InviteAsync(of.As(Role.Admin), new(Canary, null, Title, "Police", Role.Lead, null));
        await using var db = database.Open(of.Programme.Id);
        var secret = database.Get<MailSeal>().Open((await db.Mail.SingleAsync(m => m.State == MailState.Queued && m.About.StartsWith("invitation/"))).Secret!)!;
        if (account is not { } mine)
            return await database.Get<InvitationLinks>().AcceptAsync(secret, Password);
        await database.Get<InvitationLinks>().JoinAsync(secret, TestBoard.Signed(mine));
        return await db.Users.SingleAsync(u => u.Id == mine);
    }

    private static Task<int> WaitersAsync(BoardDbContext db) => db.Database
        .SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
        .SingleAsync();

    private async Task LeaveAsync(params TestBoard[] from)
    {
        foreach (var programme in from is [] ? [board, other] : from)
        {
            await using var db = database.Open(programme.Programme.Id);
            (await db.Members.SingleAsync(m => m.UserId == post.UserId)).To = programme.Today;
            await db.SaveChangesAsync();
        }
        database.Clock.Now = database.Clock.Now.AddDays(1);
    }

    private async Task<(int Updates, int Entries, int Members)> CountsAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return (await db.Updates.CountAsync(), await db.History.CountAsync(), await db.Members.CountAsync(m => m.UserId == post.UserId));
    }

    private Task<List<string>> FoundAsync() => Traces.InTablesAsync(database, "quill");
}
