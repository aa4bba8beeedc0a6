using System.Data.Common;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Tests.Core.Evidence;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>A board with one thing of every kind, whose periods began on the same morning.</summary>
[Trait("Category", "Database")]
public sealed class RetentionKeeperTests : IAsyncLifetime
{
    private readonly Breaker breaker = new();
    private TestDatabase database = null!;
    private TestBoard board = null!;
    private DateOnly began;
    private int evidence;

    private RetentionKeeper Keeper => database.Get<RetentionKeeper>();

    private FileStore Store => database.Get<FileStore>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync(breaker);
        board = await TestBoard.AddAsync(database);
        began = board.Today;
        await board.AddActionAsync("1.1");
        await board.AddActionAsync("1.2", and: a => (a.DeliveredOn, a.SignedOffOn, a.SignedOffBy, a.RecheckOn, a.ClosedOn) = (began.AddDays(-90), began.AddDays(-80), "Programme office", began.AddDays(-1), began));
        evidence = await AttachAsync("1.1", TestFiles.Pdf);
        await AddVersionAsync(evidence, TestFiles.Docx);
        await AttachAsync("1.2", TestFiles.Png);
        await AddRowsAsync();
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Each_kind_goes_on_its_day_and_not_a_day_before()
    {
        var days = RetentionRule.All.GroupBy(r => r.DueOn(r.Kind is RetentionKind.Accounts or RetentionKind.SignInMeans ? began.AddDays(-1) : began, r.Default)).OrderBy(g => g.Key);
        foreach (var day in days)
        {
            await NightOfAsync(day.Key.AddDays(-1));
            foreach (var rule in day)
                Assert.Equal((rule.Kind, 0), (rule.Kind, await GoneAsync(rule.Kind)));
            await NightOfAsync(day.Key);
            foreach (var rule in day)
                Assert.Equal((rule.Kind, 1), (rule.Kind, await GoneAsync(rule.Kind)));
        }

        await using var db = database.Open(board.Programme.Id);
        Assert.All(await db.Disposals.ToListAsync(), d => Assert.Equal((d.On, "Scheduler"), (d.DueOn!.Value, d.By)));
        Assert.All(await db.RetentionRuns.ToListAsync(), r => Assert.NotNull(r.EndedAt));
        Assert.Equal(0, await db.UpdateDrafts.CountAsync() + await db.Packs.CountAsync() + await db.Files.CountAsync() + await db.PackComments.CountAsync());
        var mail = await db.Mail.SingleAsync();
        Assert.Equal(("", "", "Board chair"), (mail.To, mail.Body, mail.ToTitle));
        Assert.Equal(["", ""], [await db.Invitations.Select(i => i.Email).SingleAsync(), await db.Recipients.Select(r => r.Email).SingleAsync()]);
        var versions = await db.EvidenceVersions.OrderBy(v => v.Id).ToListAsync();
        Assert.Equal([true, false, true], versions.Select(v => v.DeletedOn is not null));
        Assert.Equal([null, "audit.docx", null], versions.Select(v => v.FileName));
        Assert.All(versions, v => Assert.NotNull(v.Sha256));
        Assert.DoesNotContain("audit.pdf", string.Concat(await db.Evidence.Select(e => e.SearchText).ToListAsync()), StringComparison.Ordinal);
        var left = await db.Users.SingleAsync(u => u.ErasedOn != null);
        Assert.Equal((null, null), (left.Email, left.PasswordHash));
        Assert.Null((await database.Get<HistoryVerifier>().ProgrammeAsync(board.Programme.Id, "Test", [], default)).Fault);
    }

    [Fact]
    public async Task What_was_due_went_or_was_held_and_a_hold_always_wins()
    {
        var service = database.Get<RetentionService>();
        await service.PutHoldAsync(board.As(Role.Admin), new(HoldCovers.Action, "1.1", null, "A claim.", "Legal services"));
        await service.PutHoldAsync(board.As(Role.Admin), new(HoldCovers.Person, null, Viewer.Id, "A claim.", "Legal services"));
        database.Clock.Now = database.Clock.Now.AddYears(7);
        var planned = (await database.Get<RetentionQueries>().ReadAsync(board.As(Role.Office))).Kinds;

        await Keeper.RunAllAsync(default);

        var run = (await database.Get<RetentionQueries>().ReadAsync(board.As(Role.Office))).Runs.Single();
        Assert.Equal(planned.Sum(k => k.Due), run.Gone + run.Held);
        Assert.Equal(planned.Where(k => k.Due > 0).Select(k => ($"{k.Rule.Kind}", k.Due - k.Held, k.Held)).Order(), run.Counts.Select(c => (c.Kind, c.Gone, c.Held)).Order());
        Assert.Equal([(RetentionKind.UpdateDrafts, 1), (RetentionKind.EvidenceVersions, 1), (RetentionKind.SignInMeans, 1), (RetentionKind.Accounts, 1)], planned.Where(k => k.Held > 0).Select(k => (k.Rule.Kind, k.Held)));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((1, 0), (await db.UpdateDrafts.CountAsync(), await db.Users.CountAsync(u => u.ErasedOn != null)));
        Assert.Contains("held back", (await db.History.SingleAsync(h => h.Kind == HistoryKind.RetentionCarriedOut)).What, StringComparison.Ordinal);

        foreach (var hold in await db.RetentionHolds.Select(h => h.Id).ToListAsync())
            await service.LiftHoldAsync(board.As(Role.Admin), hold, "Settled.");
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await Keeper.RunAllAsync(default);

        Assert.Equal((0, 1), (await db.UpdateDrafts.CountAsync(), await db.Users.CountAsync(u => u.ErasedOn != null)));
        Assert.Equal(planned.Sum(k => k.Due), await db.Disposals.CountAsync());
    }

    [Fact]
    public async Task The_file_for_an_information_request_keeps_everything_from_going_until_the_hold_is_lifted()
    {
        await (await database.Get<InformationExport>().WriteAsync(board.As(Role.Office), "FOI 1234", hold: true)).DisposeAsync();
        database.Clock.Now = database.Clock.Now.AddYears(7);

        await Keeper.RunAllAsync(default);

        await using var db = database.Open(board.Programme.Id);
        var run = await db.RetentionRuns.SingleAsync();
        Assert.Equal(0, run.Gone + await db.Disposals.CountAsync());
        Assert.True(run.Held > 0);
        await database.Get<RetentionService>().LiftHoldAsync(board.As(Role.Admin), await db.RetentionHolds.Select(h => h.Id).SingleAsync(), "Answered.");
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await Keeper.RunAllAsync(default);
        Assert.Equal(run.Held, await db.Disposals.CountAsync());
    }

    [Fact]
    public async Task A_hold_on_a_person_covers_every_post_of_theirs_and_no_session_of_theirs_is_cleared()
    {
        await using var db = database.Open(board.Programme.Id);
        var second = new Member { ProgrammeId = board.Programme.Id, Title = "Interim head", Agency = "Council", Role = Role.Lead, UserId = board.Lead.UserId, From = began };
        db.Members.Add(second);
        var old = database.Clock.GetUtcNow().AddDays(-30);
        var chair = await db.Members.SingleAsync(m => m.Role == Role.Chair);
        foreach (var account in new[] { board.Lead.UserId!.Value, chair.UserId!.Value })
            db.Sessions.Add(new() { Id = Guid.NewGuid(), UserId = account, Stamp = "", StartedAt = old, SeenAt = old, Device = "A browser" });
        await db.SaveChangesAsync();
        await database.Get<RetentionService>().PutHoldAsync(board.As(Role.Admin), new(HoldCovers.Person, null, board.Lead.Id, "A claim.", "Legal services"));

        var facts = await RetentionFacts.ReadAsync(db, began, database.Clock.GetUtcNow(), default);
        await database.Get<SessionService>().ClearAsync();

        Assert.Equal([board.Lead.Id, second.Id], facts.Holds.People.Order());
        Assert.Equal(board.Lead.UserId, (await db.Sessions.AsNoTracking().SingleAsync()).UserId);
    }

    [Fact]
    public async Task The_same_night_twice_or_by_two_at_once_does_everything_once()
    {
        database.Clock.Now = database.Clock.Now.AddYears(7);
        var planned = (await database.Get<RetentionQueries>().ReadAsync(board.As(Role.Office))).Kinds.Sum(k => k.Due);

        await Task.WhenAll(Keeper.RunAllAsync(default), Keeper.RunAllAsync(default));
        await Keeper.RunAllAsync(default);

        await using var db = database.Open(board.Programme.Id);
        var run = await db.RetentionRuns.SingleAsync();
        Assert.Equal((planned, planned, planned), (run.Gone, await db.Disposals.CountAsync(), await db.Disposals.Select(d => d.Ref).Distinct().CountAsync() + await db.Disposals.CountAsync(d => d.Kind == RetentionKind.Accounts)));
        Assert.Equal(1, await db.History.CountAsync(h => h.Kind == HistoryKind.RetentionCarriedOut));
    }

    [Fact]
    public async Task Of_many_more_than_a_batch_all_go_but_the_tenth_that_is_held()
    {
        const int many = 450;
        await using (var db = database.Open(board.Programme.Id))
        {
            for (var i = 0; i < many; i++)
            {
                var mail = MailItem.Queue(board.Programme.Id, new($"many/{i}", "test", i % 10 == 0 ? board.EmailOf(Role.Viewer).ToUpperInvariant() : $"somebody{i}@x.example", "Somebody", "Subject", "Body", "/"), began, database.Clock.GetUtcNow());
                mail.Note(new(MailResult.Sent), database.Clock.GetUtcNow());
                db.Mail.Add(mail);
            }
            await db.SaveChangesAsync();
        }
        await database.Get<RetentionService>().PutHoldAsync(board.As(Role.Admin), new(HoldCovers.Person, null, Viewer.Id, "A claim.", "Legal services"));
        database.Clock.Now = database.Clock.Now.AddMonths(12);
        var planned = (await database.Get<RetentionQueries>().ReadAsync(board.As(Role.Office))).Kinds.Single(k => k.Rule.Kind == RetentionKind.Mails);

        await Keeper.RunAllAsync(default);

        await using var after = database.Open(board.Programme.Id);
        var count = (await after.RetentionRuns.SingleAsync()).Counts.Single(c => c.Kind == nameof(RetentionKind.Mails));
        Assert.Equal((many + 1, many / 10), (planned.Due, planned.Held));
        Assert.Equal((planned.Due - planned.Held, planned.Held), (count.Gone, count.Held));
        Assert.Equal(many / 10, await after.Mail.CountAsync(m => m.ClearedOn == null));
    }

    [Theory]
    [InlineData("DELETE FROM \"UpdateDrafts\"")]
    [InlineData("DELETE FROM \"Files\"")]
    [InlineData("UPDATE \"Mail\"")]
    [InlineData("UPDATE \"EvidenceVersions\"")]
    [InlineData("UPDATE \"AspNetUsers\"")]
    [InlineData("INSERT INTO \"Disposals\"")]
    public async Task A_night_that_breaks_off_anywhere_leaves_whole_steps_says_so_and_is_made_up_for(string at)
    {
        database.Clock.Now = database.Clock.Now.AddYears(7);
        var planned = (await database.Get<RetentionQueries>().ReadAsync(board.As(Role.Office))).Kinds.Sum(k => k.Due);
        breaker.At = at;

        await Keeper.RunAllAsync(default);

        await using (var db = database.Open(board.Programme.Id))
        {
            var run = await db.RetentionRuns.SingleAsync();
            Assert.Null(run.EndedAt);
            Assert.Contains("pulled the plug", run.Fault, StringComparison.Ordinal);
            Assert.Equal(await db.Disposals.CountAsync(), run.Gone);
            Assert.Contains(await db.History.Where(h => h.Kind == HistoryKind.RetentionCarriedOut).Select(h => h.What).ToListAsync(), w => w.StartsWith("Broke off: ", StringComparison.Ordinal));
        }
        breaker.At = null;
        await Keeper.RunAllAsync(default);

        await using var after = database.Open(board.Programme.Id);
        var done = await after.RetentionRuns.SingleAsync();
        Assert.Equal((planned, planned, ""), (done.Gone, await after.Disposals.CountAsync(), done.Fault));
    }

    [Fact]
    public async Task A_file_goes_after_its_row_and_one_that_another_row_names_stays()
    {
        await AttachAsync("1.1", TestFiles.Png);
        await using var db = database.Open(board.Programme.Id);
        var (old, shared) = (Store.PathOf(await ShaAsync(db, 1)), Store.PathOf(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(TestFiles.Png))));
        database.Clock.Now = database.Clock.Now.AddYears(7);

        await Keeper.RunAllAsync(default);
        // Killed here: the row names the file no more, and the file is still there.
        Assert.True(File.Exists(old) && File.Exists(shared));
        File.SetLastWriteTimeUtc(old, database.Clock.Now.UtcDateTime.AddDays(-2));
        File.SetLastWriteTimeUtc(shared, database.Clock.Now.UtcDateTime.AddDays(-2));
        await database.Get<EvidenceSweep>().SweepAsync();

        Assert.Equal((false, true), (File.Exists(old), File.Exists(shared)));
        Assert.Null(await database.Get<EvidenceDownloads>().OpenAsync(board.As(Role.Office), evidence, 1));
    }

    [Fact]
    public async Task The_file_of_a_mail_goes_with_its_text_also_when_it_was_left_behind()
    {
        var outbox = new OutboxFolder(database.Options).Folder;
        await using var db = database.Open(board.Programme.Id);
        var file = Path.Combine(outbox, OutboxFolder.NameOf(await db.Mail.Select(m => m.Id).SingleAsync()));
        Directory.CreateDirectory(outbox);
        database.Clock.Now = database.Clock.Now.AddYears(7);
        await Keeper.RunAsync(board.Programme.Id, default);
        await File.WriteAllTextAsync(file, "left behind");
        await File.WriteAllTextAsync(Path.Combine(outbox, "999999.eml"), "of no mail that is known");
        // Half written: of this mail a moment ago, of none two hours ago, and of none a moment ago.
        foreach (var (part, hours) in new[] { (file, 0), (Path.Combine(outbox, "999998.eml"), 2), (Path.Combine(outbox, "999997.eml"), 0) })
        {
            await File.WriteAllTextAsync(part + OutboxFolder.Part, "half");
            File.SetLastWriteTimeUtc(part + OutboxFolder.Part, database.Clock.Now.UtcDateTime.AddHours(-hours));
        }

        await Keeper.RunAllAsync(default);

        Assert.Equal(["999997.eml.part", "999999.eml"], Directory.GetFiles(outbox).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_account_in_two_programmes_waits_for_the_longer_period_and_for_the_hold_of_the_other()
    {
        var other = await ElsewhereAsync();
        var service = database.Get<RetentionService>();
        await service.SetPeriodAsync(other.As(Role.Admin), RetentionKind.Accounts, 24, 12, "Our schedule says two years.");
        await service.PutHoldAsync(other.As(Role.Admin), new(HoldCovers.Programme, null, null, "An inquiry.", "The inquiry"));

        database.Clock.Now = database.Clock.Now.AddMonths(13);
        await Keeper.RunAllAsync(default);
        Assert.Equal(0, await GoneAsync(RetentionKind.Accounts));
        database.Clock.Now = database.Clock.Now.AddMonths(12);
        await Keeper.RunAllAsync(default);
        Assert.Equal(0, await GoneAsync(RetentionKind.Accounts));
        await using (var db = database.Open(other.Programme.Id))
            await service.LiftHoldAsync(other.As(Role.Admin), await db.RetentionHolds.Select(h => h.Id).SingleAsync(), "It is over.");
        database.Clock.Now = database.Clock.Now.AddDays(1);
        await Keeper.RunAllAsync(default);
        Assert.Equal(1, await GoneAsync(RetentionKind.Accounts));
        await using var told = database.Open(other.Programme.Id);
        Assert.Equal("Scheduler", (await told.History.SingleAsync(h => h.Kind == HistoryKind.PersonErased)).By);
        Assert.Equal("Account of the peer reviewer", (await told.Disposals.SingleAsync(d => d.Kind == RetentionKind.Accounts)).Ref);
    }

    [Fact]
    public async Task A_programme_that_a_dying_portal_did_not_tell_of_an_erasure_is_told_the_next_night_and_once()
    {
        var other = await ElsewhereAsync();
        database.Clock.Now = database.Clock.Now.AddYears(7);
        breaker.At = "UPDATE \"Disposals\"";
        await Assert.ThrowsAnyAsync<Exception>(() => Keeper.RunAsync(board.Programme.Id, default));
        Assert.Equal((1, 0), await ToldAsync());

        for (var night = 0; night < 2; night++)
        {
            database.Clock.Now = database.Clock.Now.AddDays(1);
            await Keeper.RunAllAsync(default);
            Assert.Equal((1, 1), await ToldAsync());
        }

        async Task<(int Lines, int Entries)> ToldAsync()
        {
            await using var db = database.Open(other.Programme.Id);
            return (await db.Disposals.CountAsync(d => d.Ref == "Account of the peer reviewer"), await db.History.CountAsync(h => h.Kind == HistoryKind.PersonErased && h.What.StartsWith("The person who was peer reviewer")));
        }
    }

    [Fact]
    public async Task A_shorter_period_takes_effect_the_next_night_and_stands_in_the_history()
    {
        await database.Get<RetentionService>().SetPeriodAsync(board.As(Role.Admin), RetentionKind.Mails, 3, 12, "Line 12 of the schedule.");
        await NightOfAsync(began.AddMonths(3).AddDays(-1));
        Assert.Equal(0, await GoneAsync(RetentionKind.Mails));
        await NightOfAsync(began.AddMonths(3));
        Assert.Equal(1, await GoneAsync(RetentionKind.Mails));

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("Mails are kept for 3 months, was 12 months. Line 12 of the schedule.", (await db.History.SingleAsync(h => h.Kind == HistoryKind.RetentionChanged)).What);
    }

    [Fact]
    public async Task The_certificate_holds_every_line_and_no_content()
    {
        database.Clock.Now = database.Clock.Now.AddYears(7);
        await Keeper.RunAllAsync(default);
        using var text = new StringWriter();

        await database.Get<RetentionQueries>().WriteCsvAsync(board.As(Role.Office), text, default);

        await using var db = database.Open(board.Programme.Id);
        Assert.Equal(await db.Disposals.CountAsync() + 1, text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("@", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unposted words", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("Unposted update on action 1.1", text.ToString(), StringComparison.Ordinal);
    }

    private Member Viewer { get; set; } = null!;

    private async Task NightOfAsync(DateOnly day)
    {
        database.Clock.Now = TestClock.Instant($"{day:yyyy-MM-dd} 00:05");
        await Keeper.RunAllAsync(default);
    }

    private async Task<int> GoneAsync(RetentionKind kind)
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Disposals.CountAsync(d => d.Kind == kind);
    }

    private async Task<string> ShaAsync(BoardDbContext db, int number) => (await db.EvidenceVersions.SingleAsync(v => v.EvidenceItemId == evidence && v.Number == number)).Sha256!;

    private async Task<int> AttachAsync(string action, byte[] bytes)
    {
        using var file = await Store.ReceiveAsync(new MemoryStream(bytes), bytes == TestFiles.Png ? "audit.png" : "audit.pdf", default);
        return (await database.Get<EvidenceService>().AddAsync(board.As(Role.Office), new EvidenceTarget(true, action), EvidenceItemTests.Good with { DatedOn = board.Today.AddDays(-3), PeriodFrom = null, PeriodTo = null }, new(file, null, null))).Id;
    }

    private async Task AddVersionAsync(int id, byte[] bytes)
    {
        await using var db = database.Open(board.Programme.Id);
        using var file = await Store.ReceiveAsync(new MemoryStream(bytes), "audit.docx", default);
        await database.Get<EvidenceService>().AddVersionAsync(board.As(Role.Office), id, await db.Evidence.Where(e => e.Id == id).Select(e => e.Version).SingleAsync(), new(file, null, null));
    }

    // A programme in which the viewer had a part as well.
    private async Task<TestBoard> ElsewhereAsync()
    {
        var other = await TestBoard.AddAsync(database, "othershire");
        await using var db = database.Open(other.Programme.Id);
        db.Members.Add(new() { ProgrammeId = other.Programme.Id, Title = "Peer reviewer", Agency = "Council", Role = Role.Viewer, UserId = Viewer.UserId, From = began.AddDays(-100), To = began.AddDays(-50) });
        await db.SaveChangesAsync();
        return other;
    }

    private async Task AddRowsAsync()
    {
        var now = database.Clock.GetUtcNow();
        await using var db = database.Open(board.Programme.Id);
        var office = board.As(Role.Office).Actor;
        db.UpdateDrafts.Add(new() { ProgrammeId = board.Programme.Id, ActionItemId = await db.Actions.Where(a => a.Ref == "1.1").Select(a => a.Id).SingleAsync(), MemberId = board.Lead.Id, WhatChanged = "unposted words", SavedAt = now });
        db.Files.Add(new() { Hash = new('a', 64), Content = [1, 2, 3] });
        var pack = new Pack { ProgrammeId = board.Programme.Id, PeriodKey = "x", PeriodName = "X", PositionAsAt = began, BuiltAt = now, BuiltOn = began, BuiltBy = "Programme office", FactsJson = "{}", FactsHash = "", FileHash = new('a', 64) };
        db.Packs.Add(pack);
        db.PackRuns.Add(new() { ProgrammeId = board.Programme.Id, AskedBy = "Programme office", AskedAt = now, Outcome = RunOutcome.Built });
        db.PackRuns.Add(new() { ProgrammeId = board.Programme.Id, AskedBy = "Programme office", AskedAt = now, Outcome = RunOutcome.Running });
        var mail = MailItem.Queue(board.Programme.Id, new("test", "test", board.EmailOf(Role.Chair), "Board chair", "Subject", "Body", "/"), began, now);
        mail.Note(new(MailResult.Sent), now);
        db.Mail.Add(mail);
        db.Invitations.Add(new() { ProgrammeId = board.Programme.Id, Email = "invited@police.example", Title = "Board member, police", Agency = "Police", Role = Role.Member, TokenHash = "hash", InvitedOn = began, InvitedBy = "Administrator", ExpiresAt = now.AddDays(7), AcceptedOn = began });
        var recipient = Recipient.Outside(Audience.Board, "Clerk to the partnership", "Police", "clerk@police.example", office, began);
        recipient.Remove(office, began);
        db.Recipients.Add(recipient);
        await db.SaveChangesAsync();
        db.PackComments.Add(new() { ProgrammeId = board.Programme.Id, PackId = pack.Id, Words = "Shorter.", At = now, On = began, By = "Commissioner" });
        Viewer = await db.Members.SingleAsync(m => m.Role == Role.Viewer);
        Viewer.To = began.AddDays(-1);
        await db.SaveChangesAsync();
        await db.Users.Where(u => u.Id == Viewer.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, "hash"));
    }

    /// <summary>Breaks the first command that begins so, once.</summary>
    private sealed class Breaker : DbCommandInterceptor
    {
        public string? At { get; set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Look(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Look(command);
            return ValueTask.FromResult(result);
        }

        private void Look(DbCommand command)
        {
            if (At is null || !command.CommandText.Contains(At, StringComparison.Ordinal))
                return;
            At = null;
            throw new InvalidOperationException("Somebody pulled the plug.");
        }
    }
}
