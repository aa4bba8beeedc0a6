using System.Collections.Concurrent;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Web.Features.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImprovementBoard.Tests.Features.Mail;

/// <summary>The post office on a real database: what is sent once, tried again, given up and told.</summary>
[Trait("Category", "Database")]
public sealed class PostOfficeTests : IAsyncLifetime
{
    private readonly TestWay way = new();
    private TestDatabase database = null!;
    private TestBoard board = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync();
        board = await TestBoard.AddAsync(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task One_refused_address_of_ten_fails_alone()
    {
        await using var sink = new SmtpSink { Answer = said => said == "RCPT TO:<to4@council.example>" ? "550 no such user" : null };
        database.Options.Mail.Host = "127.0.0.1";
        (database.Options.Mail.Port, database.Options.Mail.Security, database.Options.Mail.From) = (sink.Port, MailOptions.None, "office@council.example");
        await PostAsync(10);

        await Office(new SmtpServer(database.Options)).DeliverDueAsync(default);

        var mails = await MailsAsync();
        Assert.Equal((9, "to4@council.example"), (sink.Taken.Count, mails.Single(m => m.State == MailState.Failed).To));
        Assert.Equal("The mail server answered 550 (naming the recipient): no such user", mails.Single(m => m.State == MailState.Failed).Error);
        Assert.Equal(9, mails.Count(m => m is { State: MailState.Sent, Via: MailRoute.Server, Attempts: 1 }));
        Assert.Equal(sink.Taken.Select(t => t.To).Order(), mails.Where(m => m.State == MailState.Sent).Select(m => m.To).Order());
    }

    [Fact]
    public async Task What_the_server_answers_stands_on_the_mail_and_not_in_the_log()
    {
        await PostAsync(1);
        way.Outcome = _ => new(MailResult.Refused, "550 <to0@council.example>: recipient address rejected");
        using var log = new ListLog();
        using var logs = new LoggerFactory([log]);

        await Office(way, logs.CreateLogger<PostOffice>()).DeliverDueAsync(default);

        Assert.Contains("to0@council.example", (await MailsAsync()).Single().Error, StringComparison.Ordinal);
        Assert.DoesNotContain('@', Assert.Single(log.Lines));
    }

    [Fact]
    public async Task A_server_that_is_down_for_a_day_costs_time_and_few_tries()
    {
        await PostAsync(20);
        way.Outcome = _ => new(MailResult.ServerDown, "It does not answer.");
        var back = database.Clock.Now.AddDays(1);
        for (; database.Clock.Now < back; database.Clock.Now = database.Clock.Now.AddMinutes(1))
            await Office(way).DeliverDueAsync(default);
        Assert.All(await MailsAsync(), m => Assert.Equal(MailState.Queued, m.State));
        Assert.InRange((await MailsAsync()).Max(m => m.Attempts), 5, 12);

        way.Outcome = _ => new(MailResult.Sent);
        for (var i = 0; i < 7 * 60; i++, database.Clock.Now = database.Clock.Now.AddMinutes(1))
            await Office(way).DeliverDueAsync(default);

        Assert.All(await MailsAsync(), m => Assert.Equal((MailState.Sent, ""), (m.State, m.Error)));
        Assert.Equal(20, way.Sent.Count);
    }

    [Fact]
    public async Task Where_the_server_is_at_fault_a_round_tries_one_mail()
    {
        await PostAsync(5);
        way.Outcome = _ => new(MailResult.ServerDown, "It does not answer.");

        await Office(way).DeliverDueAsync(default);

        Assert.Single(way.Tried);
        Assert.Equal([0, 0, 0, 0, 1], (await MailsAsync()).Select(m => m.Attempts).Order());
    }

    [Fact]
    public async Task Many_nodes_at_once_send_each_mail_once()
    {
        await PostAsync(30);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Office(way).DeliverDueAsync(default))));

        Assert.Equal(30, way.Tried.Count);
        Assert.Equal(30, way.Tried.Distinct().Count());
        Assert.All(await MailsAsync(), m => Assert.Equal((MailState.Sent, 1), (m.State, m.Attempts)));
    }

    [Fact]
    public async Task A_node_that_died_while_sending_is_told_and_its_mail_is_not_sent_again()
    {
        await PostAsync(2);
        way.Route = MailRoute.Server;
        var first = (await MailsAsync())[0];
        Assert.NotNull(await Office(way).ClaimAsync(board.Programme.Id, first.Id, default));
        database.Clock.Now += PostOffice.GivenUp - TimeSpan.FromMinutes(1);
        await Office(way).TellInterruptedAsync(atStart: false, default);
        Assert.Equal(MailState.Sending, (await MailsAsync())[0].State);

        database.Clock.Now = database.Clock.Now.AddMinutes(1);
        await Office(way).TellInterruptedAsync(atStart: false, default);
        await Office(way).DeliverDueAsync(default);

        var mails = await MailsAsync();
        Assert.Equal((MailState.Unsure, MailState.Sent), (mails[0].State, mails[1].State));
        Assert.StartsWith("The portal stopped while it was being sent. It may have arrived", mails[0].Error, StringComparison.Ordinal);
        Assert.Equal([mails[1].Id], way.Tried);
    }

    [Fact]
    public async Task A_node_that_was_given_up_and_comes_back_says_that_it_was_sent()
    {
        await PostAsync(1);
        way.Route = MailRoute.Server;
        way.Outcome = _ =>
        {
            database.Clock.Now += PostOffice.GivenUp;
            Office(new TestWay()).TellInterruptedAsync(atStart: false, default).GetAwaiter().GetResult();
            Assert.Equal(MailState.Unsure, MailsAsync().GetAwaiter().GetResult()[0].State);
            return new(MailResult.Sent);
        };

        await Office(way).DeliverDueAsync(default);

        Assert.Equal(MailState.Sent, (await MailsAsync())[0].State);
    }

    [Fact]
    public async Task The_same_mail_is_queued_once_whoever_queues_it()
    {
        await PostAsync(1);
        await PostAsync(1);

        await using var db = database.Open(board.Programme.Id);
        db.Mail.Add(MailItem.Queue(board.Programme.Id, Draft(0), board.Today, database.Clock.Now));
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.Single(await MailsAsync());
    }

    [Fact]
    public async Task A_secret_is_in_the_mail_never_readable_in_the_database_and_gone_once_it_is_out()
    {
        await using (var db = database.Open(board.Programme.Id))
        {
            await db.PostAsync(Draft(0) with { Path = "/pack-link/", Secret = database.Get<MailSeal>().Close("the-secret") }, board.Today, database.Clock.Now);
            await db.SaveChangesAsync();
        }
        var waiting = (await MailsAsync())[0];
        Assert.DoesNotContain("the-secret", $"{waiting.Secret}{waiting.Body}{waiting.Path}", StringComparison.Ordinal);

        await Office(way).DeliverDueAsync(default);

        Assert.Equal("Read it here:\r\nhttp://localhost/pack-link/the-secret", MailTextTests.Body(way.Sent.Single().Text));
        Assert.Null((await MailsAsync())[0].Secret);
    }

    [Fact]
    public async Task A_secret_whose_keys_are_gone_fails_with_what_to_do()
    {
        await using (var db = database.Open(board.Programme.Id))
        {
            await db.PostAsync(Draft(0) with { Secret = "closed by other keys" }, board.Today, database.Clock.Now);
            await db.SaveChangesAsync();
        }

        await Office(way).DeliverDueAsync(default);

        Assert.Empty(way.Tried);
        Assert.Equal((MailState.Failed, "Its link cannot be read any more, because the keys of the data directory have changed. Send it again from the page of the pack."), (await MailsAsync()).Select(m => (m.State, m.Error)).Single());
    }

    [Fact]
    public async Task Without_a_mail_server_it_is_a_file_in_the_outbox()
    {
        await PostAsync(1);

        await database.Get<PostOffice>().DeliverDueAsync(default);

        var mail = (await MailsAsync()).Single();
        Assert.Equal("In the outbox", mail.State.Words(mail.Via));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(database.Store.Folder, "outbox")));
        Assert.Equal(OutboxFolder.NameOf(mail.Id), Path.GetFileName(file));
        Assert.Equal("Read it here:\r\nhttp://localhost/programmes/testshire", MailTextTests.Body(await File.ReadAllTextAsync(file)));
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_written_to_is_said_and_tried_again()
    {
        await PostAsync(1);
        await File.WriteAllTextAsync(Path.Combine(database.Store.Folder, "outbox"), "in the way");

        await database.Get<PostOffice>().DeliverDueAsync(default);

        var mail = (await MailsAsync()).Single();
        Assert.Equal((MailState.Queued, database.Clock.Now.AddMinutes(1).ToUniversalTime()), (mail.State, mail.NextTryAt));
        Assert.StartsWith("The outbox folder cannot be written to", mail.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_office_sends_again_what_failed_and_nobody_else_does()
    {
        await PostAsync(1);
        way.Outcome = _ => new(MailResult.Refused, "No such user.");
        await Office(way).DeliverDueAsync(default);
        var failed = (await MailsAsync())[0];
        var service = database.Get<MailService>();
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Office))
            await Assert.ThrowsAsync<ForbiddenException>(() => service.SendAgainAsync(board.As(role), failed.Id, failed.Version));
        Assert.Equal(1, await database.Get<MailQueries>().TroubleAsync(board.As(Role.Office)));

        await service.SendAgainAsync(board.As(Role.Office), failed.Id, failed.Version);
        Assert.Equal("This mail has changed while you were reading. Read below what stands now.", (await Assert.ThrowsAsync<RuleException>(() => service.SendAgainAsync(board.As(Role.Office), failed.Id, failed.Version))).Message);
        way.Outcome = _ => new(MailResult.Sent);
        await Office(way).DeliverDueAsync(default);

        Assert.Equal((MailState.Sent, 1), (await MailsAsync()).Select(m => (m.State, m.Attempts)).Single());
        Assert.Equal(0, await database.Get<MailQueries>().TroubleAsync(board.As(Role.Office)));
    }

    [Fact]
    public async Task Another_programme_s_mails_are_not_there()
    {
        var other = await TestBoard.AddAsync(database, "othershire");
        await PostAsync(3);
        var queries = database.Get<MailQueries>();

        Assert.Equal(3, (await queries.ListAsync(board.As(Role.Office), new(null, null))).All);
        Assert.Equal(0, (await queries.ListAsync(other.As(Role.Office), new(null, null))).All);
        Assert.Null(await queries.FindAsync(other.As(Role.Office), (await MailsAsync())[0].Id));
        Assert.Equal("3 waiting to be sent", (await queries.CountsAsync(board.As(Role.Office), "about")).Single().Value.Words);
    }

    private PostOffice Office(IMailWay by, ILogger<PostOffice>? log = null) => new(database.Board, by, database.Get<MailSeal>(), database.Get<PortalAddress>(), database.Options, database.Clock, log ?? NullLogger<PostOffice>.Instance);

    private static MailDraft Draft(int i) => new($"key-{i}", "about", $"to{i}@council.example", "Clerk", $"Subject {i}", "Read it here:\n{link}", "/programmes/testshire");

    private async Task PostAsync(int count)
    {
        await using var db = database.Open(board.Programme.Id);
        for (var i = 0; i < count; i++)
            await db.PostAsync(Draft(i), board.Today, database.Clock.Now);
        await db.SaveChangesAsync();
    }

    private async Task<List<MailItem>> MailsAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Mail.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }

    /// <summary>Does what a test says.</summary>
    internal sealed class TestWay : IMailWay
    {
        public MailRoute Route { get; set; } = MailRoute.Outbox;

        public string Words => "A test.";

        public Func<OutgoingMail, MailOutcome> Outcome { get; set; } = _ => new(MailResult.Sent);

        public ConcurrentQueue<int> Tried { get; } = new();

        public ConcurrentQueue<OutgoingMail> Sent { get; } = new();

        public Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
        {
            Tried.Enqueue(mail.Id);
            var outcome = Outcome(mail);
            if (outcome.Result == MailResult.Sent)
                Sent.Enqueue(mail);
            return Task.FromResult(outcome);
        }
    }
}
