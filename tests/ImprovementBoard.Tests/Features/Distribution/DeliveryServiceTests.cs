using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.History;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Tests.Features.Mail;
using ImprovementBoard.Web.Commands;
using ImprovementBoard.Web.Features.Distribution;
using ImprovementBoard.Web.Features.History;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImprovementBoard.Tests.Features.Distribution;

/// <summary>From issue to download: who gets a mail, what its link opens, and what the office can do about it. A lead approves first, then the chair.</summary>
[Trait("Category", "Database")]
public sealed class DeliveryServiceTests : IAsyncLifetime
{
    private static readonly string Pdf = PackFactsReader.Hash([1]);

    private readonly FailingSaves saves = new();
    private readonly PostOfficeTests.TestWay way = new() { Route = MailRoute.Server };
    private TestDatabase database = null!;
    private TestBoard board = null!;

    private DeliveryService Service => database.Get<DeliveryService>();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.EmptyAsync(saves);
        board = await TestBoard.AddAsync(database);
        var (lists, office) = (database.Get<DistributionService>(), board.As(Role.Office));
        await lists.AddPostAsync(office, Audience.Board, board.As(Role.Member).Actor.MemberId);
        await lists.AddPostAsync(office, Audience.Board, board.OtherLead.Id);
        await lists.AddOutsideAsync(office, Audience.Board, "Clerk", "Police", "clerk@police.example");
        await lists.AddOutsideAsync(office, Audience.Public, "Editor", "Press", "editor@press.example");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task An_issue_mails_everybody_on_the_list_of_its_edition_once()
    {
        await IssueAsync(1);
        await DeliverAsync();

        Assert.Equal(["Board chair", "Board member", "Clerk"], (await MailsAsync()).Select(m => m.ToTitle).Order());
        Assert.Equal(["clerk@police.example", "member@testshire.example"], (await MailsAsync()).Where(m => m.About.StartsWith("pack/", StringComparison.Ordinal)).Select(m => m.To).Order());
        var rows = (await RowsAsync(1)).ToDictionary(r => r.Recipient.Title);
        Assert.Equal((DeliveryState.Sent, null), (rows["Board member"].State!.Value, rows["Board member"].Delivery!.TokenHash));
        Assert.Equal((DeliveryState.Failed, "Nobody with an account holds this post today, so there is no address to send to. Ask the administrator for an account, then send it again."), (rows["Virtual school head"].State!.Value, rows["Virtual school head"].Delivery!.Why));
        Assert.Equal(database.Clock.Now.AddDays(14).ToUniversalTime(), rows["Clerk"].Delivery!.ExpiresAt);
        Assert.Equal("http://localhost/programmes/testshire/packs/1", LinkTo("member@testshire.example"));
        Assert.Matches("^http://localhost/pack-link/[A-Za-z0-9_-]{43}$", LinkTo("clerk@police.example"));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("Pack 1 goes to the 3 recipients on the distribution list of the board edition", await db.History.Where(h => h.Kind == HistoryKind.PackSent).Select(h => h.What).SingleAsync());
    }

    [Fact]
    public async Task A_post_whose_role_cannot_open_the_edition_any_more_is_mailed_nothing_and_the_office_reads_why()
    {
        var member = board.As(Role.Member).Actor.MemberId;
        await using (var db = database.Open(board.Programme.Id))
            await db.Members.Where(m => m.Id == member).ExecuteUpdateAsync(set => set.SetProperty(m => m.Role, Role.Viewer));
        await IssueAsync(1);

        Assert.DoesNotContain(await MailsAsync(), m => m.To == board.EmailOf(Role.Member));
        var row = (await RowsAsync(1)).Single(r => r.Recipient.MemberId == member);
        Assert.Equal((DeliveryState.Failed, "The role of this post cannot open the board edition any more. Take it off the list, or ask the administrator about its role."), (row.State!.Value, row.Delivery!.Why));
    }

    [Fact]
    public async Task Each_approver_is_told_when_the_turn_comes_and_not_before()
    {
        await AddAsync(1);
        await Life.ApproveAsync(board.As(Role.Lead), 1, Pdf, null);

        Assert.Equal([("Board chair", "chair@testshire.example", "testshire children’s services: pack 2026-01 v1 waits for your approval")], (await MailsAsync()).Select(m => (m.ToTitle, m.To, m.Subject)));

        await Life.PutInPlaceAsync(board.As(Role.Office), 1, 2, board.As(Role.Member).Actor.MemberId!.Value, "Ill.");
        Assert.Equal([("Board chair", MailState.TakenBack, "The board member was put in this place before this mail went out."), ("Board member", MailState.Queued, "")], (await MailsAsync()).Select(m => (m.ToTitle, m.State, m.Error)));

        // Who comes back is told anew, and of two places only the one that changed is minded.
        await Life.PutInPlaceAsync(board.As(Role.Office), 1, 2, board.As(Role.Chair).Actor.MemberId!.Value, "Well again.");
        await DeliverAsync();
        Assert.Equal(["chair@testshire.example"], way.Sent.Select(m => m.To));
    }

    [Fact]
    public async Task The_mail_to_the_approver_whose_turn_it_is_stays_when_another_place_changes()
    {
        await AddAsync(1);
        await using (var db = database.Open(board.Programme.Id))
        {
            await PackSender.AskAsync(db, board.Programme, await db.Packs.Include(p => p.Approvals).SingleAsync(), board.Today, database.Clock.Now, default);
            await db.SaveChangesAsync();
        }

        await Life.PutInPlaceAsync(board.As(Role.Office), 1, 2, board.As(Role.Member).Actor.MemberId!.Value, "Ill.");

        Assert.Equal([("Head of safeguarding", MailState.Queued)], (await MailsAsync()).Select(m => (m.ToTitle, m.State)));
    }

    [Fact]
    public async Task An_approver_who_can_no_longer_approve_is_not_mailed()
    {
        await AddAsync(1);
        await using (var db = database.Open(board.Programme.Id))
        {
            (await db.Members.SingleAsync(m => m.Role == Role.Chair)).Role = Role.Commissioner;
            await db.SaveChangesAsync();
        }

        await Life.ApproveAsync(board.As(Role.Lead), 1, Pdf, null);

        Assert.Empty(await MailsAsync());
    }

    [Fact]
    public async Task A_pack_whose_issue_is_undone_is_mailed_to_nobody()
    {
        await AddAsync(1);
        await Life.ApproveAsync(board.As(Role.Lead), 1, Pdf, null);
        saves.Forbidden = true;

        await Assert.ThrowsAsync<IOException>(() => Life.ApproveAsync(board.As(Role.Chair), 1, Pdf, null));

        saves.Forbidden = false;
        Assert.DoesNotContain(await MailsAsync(), m => m.About.StartsWith("pack/", StringComparison.Ordinal));
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal((0, null), (await db.PackDeliveries.CountAsync(), (await db.Packs.SingleAsync()).IssuedOn));
    }

    [Fact]
    public async Task A_link_opens_one_pack_for_one_recipient_and_is_counted()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var secret = SecretOf("clerk@police.example");
        var links = database.Get<PackLinks>();

        var link = (await links.FindAsync(secret, default))!;
        Assert.Equal((LinkState.Works, "Clerk", "Pack 1", Pdf), (link.State, link.Delivery.Title, link.Name, link.FileHash));
        Assert.Equal(DeliveryState.Sent, await StateAsync("Clerk"));
        await links.NoteOpenedAsync(link, default);
        Assert.Equal(DeliveryState.Opened, await StateAsync("Clerk"));
        database.Clock.Now = database.Clock.Now.AddHours(1);
        Assert.Equal([1], (await links.DownloadAsync(secret, default))!.Value.File);
        await links.DownloadAsync(secret, default);

        var row = (await RowsAsync(1)).Single(r => r.Recipient.Title == "Clerk");
        Assert.Equal((DeliveryState.Downloaded, 2, database.Clock.Now.ToUniversalTime()), (row.State!.Value, row.Times, row.LastRead!.Value));
        Assert.Equal(DeliveryState.Sent, await StateAsync("Board member"));
        // The register knows it too.
        Assert.Equal(("Clerk", PackForm.Pdf, 2), (await database.Get<RegisterQueries>().ListAsync(board.As(Role.Office), new(null, null))).Rows[0].Readers!.Select(r => (r.By, r.Form, r.Times)).Single());
    }

    [Fact]
    public async Task What_a_post_reads_in_the_portal_counts_as_got()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var member = board.As(Role.Member);

        await database.Get<PackDownloads>().NoteAsync(member, (await database.Get<PackQueries>().FindAsync(member, "1"))!, PackForm.Page, default);

        Assert.Equal(DeliveryState.Downloaded, await StateAsync("Board member"));
        Assert.Equal(DeliveryState.Sent, await StateAsync("Clerk"));
    }

    [Fact]
    public async Task Of_two_posts_of_one_title_only_the_one_that_read_it_got_it()
    {
        var (lists, office, member) = (database.Get<DistributionService>(), board.As(Role.Office), board.As(Role.Member));
        var twin = new Member { ProgrammeId = board.Programme.Id, Title = "Board member", Agency = "Health", Role = Role.Member, From = board.Today };
        await using (var db = database.Open(board.Programme.Id))
        {
            db.Members.Add(twin);
            await db.SaveChangesAsync();
        }
        await lists.AddPostAsync(office, Audience.Board, twin.Id);
        await lists.AddOutsideAsync(office, Audience.Board, "Virtual school head", "Press", "head@press.example");
        await IssueAsync(1);
        await DeliverAsync();

        // Nor is a recipient outside a post of the same title.
        await database.Get<PackLinks>().DownloadAsync(SecretOf("head@press.example"), default);
        Assert.Equal((0, 0, 0), (await TimesAsync(member.Actor.MemberId), await TimesAsync(twin.Id), await TimesAsync(board.OtherLead.Id)));
        await database.Get<PackDownloads>().NoteAsync(member, (await database.Get<PackQueries>().FindAsync(member, "1"))!, PackForm.Page, default);

        Assert.Equal((1, 0, 0), (await TimesAsync(member.Actor.MemberId), await TimesAsync(twin.Id), await TimesAsync(board.OtherLead.Id)));
        var register = await database.Get<RegisterQueries>().CsvAsync(office, new(null, null));
        Assert.Contains("Board member, Council: downloaded", register, StringComparison.Ordinal);
        Assert.Contains("Board member, Health: failed", register, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Virtual school head", 0, 1)]
    [InlineData("Board member", 0, 0)]
    public async Task A_reading_from_before_the_post_was_kept_counts_where_one_post_alone_has_the_title(string title, int member, int lead)
    {
        await using var db = database.Open(board.Programme.Id);
        db.Members.Add(new Member { ProgrammeId = board.Programme.Id, Title = "Board member", Agency = "Health", Role = Role.Member, From = board.Today });
        await IssueAsync(1);
        db.PackDownloads.Add(new() { ProgrammeId = board.Programme.Id, PackId = await db.Packs.Select(p => p.Id).SingleAsync(), Form = PackForm.Pdf, At = database.Clock.Now, On = board.Today, By = title });
        await db.SaveChangesAsync();

        Assert.Equal((member, lead), (await TimesAsync(board.As(Role.Member).Actor.MemberId), await TimesAsync(board.OtherLead.Id)));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData("' OR 1=1 --")]
    public async Task A_wrong_secret_opens_nothing(string secret)
    {
        await IssueAsync(1);

        Assert.Null(await database.Get<PackLinks>().FindAsync(secret, default));
        Assert.Null(await database.Get<PackLinks>().DownloadAsync(secret, default));
    }

    [Fact]
    public async Task Sent_again_there_is_a_new_link_and_the_old_one_ends()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var old = SecretOf("clerk@police.example");
        var clerk = (await RowsAsync(1)).Single(r => r.Recipient.Title == "Clerk");

        await Service.SendAsync(board.As(Role.Office), 1, clerk.Recipient.Id, 1);
        Assert.Equal("Somebody else sent it meanwhile. Read below what stands now.", (await Assert.ThrowsAsync<RuleException>(() => Service.SendAsync(board.As(Role.Office), 1, clerk.Recipient.Id, 1))).Message);
        await DeliverAsync();

        var links = database.Get<PackLinks>();
        Assert.Equal(LinkState.Replaced, (await links.FindAsync(old, default))!.State);
        Assert.Null(await links.DownloadAsync(old, default));
        Assert.Equal(LinkState.Works, (await links.FindAsync(SecretOf("clerk@police.example"), default))!.State);
        Assert.Equal(2, (await RowsAsync(1)).Single(r => r.Recipient.Title == "Clerk").Delivery!.Attempt);
        await using var db = database.Open(board.Programme.Id);
        Assert.Equal("Pack 1 sent again to the clerk (Police)", await db.History.Where(h => h.Kind == HistoryKind.PackSent).OrderBy(h => h.Id).Select(h => h.What).LastAsync());
    }

    [Fact]
    public async Task A_link_ends_when_it_is_withdrawn_when_its_time_is_over_and_when_the_pack_is_superseded()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var (secret, links) = (SecretOf("clerk@police.example"), database.Get<PackLinks>());
        var start = database.Clock.Now;

        database.Clock.Now = start.AddDays(14).AddSeconds(-1);
        Assert.Equal(LinkState.Works, (await links.FindAsync(secret, default))!.State);
        database.Clock.Now = start.AddDays(14);
        Assert.Equal(LinkState.Expired, (await links.FindAsync(secret, default))!.State);
        Assert.Null(await links.DownloadAsync(secret, default));

        database.Clock.Now = start.AddDays(1);
        await IssueAsync(2, version: 2);
        Assert.Equal((LinkState.Superseded, 2), ((await links.FindAsync(secret, default))!.State, (await links.FindAsync(secret, default))!.Later!.Value));
        await DeliverAsync();
        var second = SecretOf("clerk@police.example");
        var delivery = (await RowsAsync(2)).Single(r => r.Recipient.Title == "Clerk").Delivery!;
        await Service.WithdrawAsync(board.As(Role.Office), 2, delivery.Id, delivery.Version);
        Assert.Equal(LinkState.Withdrawn, (await links.FindAsync(second, default))!.State);
        Assert.Null(await links.DownloadAsync(second, default));
        Assert.EndsWith("Send pack 2, the latest version.", (await Assert.ThrowsAsync<RuleException>(() => Service.SendAsync(board.As(Role.Office), 1, delivery.RecipientId, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_two_corrections_the_first_link_and_the_office_are_sent_to_the_latest_version()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var secret = SecretOf("clerk@police.example");
        await IssueAsync(2, version: 2);
        await IssueAsync(3, version: 3);

        Assert.Equal(3, (await database.Get<PackLinks>().FindAsync(secret, default))!.Later);
        var clerk = (await RowsAsync(1)).Single(r => r.Recipient.Title == "Clerk").Recipient.Id;
        Assert.EndsWith("Send pack 3, the latest version.", (await Assert.ThrowsAsync<RuleException>(() => Service.SendAsync(board.As(Role.Office), 1, clerk, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_that_still_wait_about_a_pack_do_not_go_out_once_a_later_version_is_issued()
    {
        await IssueAsync(1);
        await IssueAsync(2, version: 2);
        await DeliverAsync();

        Assert.Equal(
            [
                ("Board chair", "v1", MailState.TakenBack), ("Board chair", "v2", MailState.Sent),
                ("Board member", "v1", MailState.TakenBack), ("Board member", "v2", MailState.Sent),
                ("Clerk", "v1", MailState.TakenBack), ("Clerk", "v2", MailState.Sent),
            ],
            (await MailsAsync()).Select(m => (m.ToTitle, Version: m.Subject.Contains("v1", StringComparison.Ordinal) ? "v1" : "v2", m.State)).Order());
        Assert.All((await MailsAsync()).Where(m => m.State == MailState.TakenBack), m => Assert.Equal(("Pack 2 took the place of the pack before this mail went out.", null), (m.Error, m.Secret)));
        Assert.Equal(3, way.Sent.Count);
        Assert.Equal(0, await database.Get<MailQueries>().TroubleAsync(board.As(Role.Office)));
        var gone = (await MailsAsync()).First(m => m.State == MailState.TakenBack && !m.HasSecret);
        Assert.StartsWith("This mail is taken back.", (await Assert.ThrowsAsync<RuleException>(() => database.Get<MailService>().SendAgainAsync(board.As(Role.Office), gone.Id, gone.Version))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approver_is_not_asked_for_a_pack_that_was_taken_back_or_returned_meanwhile()
    {
        await AddAsync(1);
        await Life.ApproveAsync(board.As(Role.Lead), 1, Pdf, null);
        await Life.WithdrawAsync(board.As(Role.Office), 1, "Wrong month.");
        await AddAsync(2);
        await Life.ApproveAsync(board.As(Role.Lead), 2, Pdf, null);
        await Life.ReturnAsync(board.As(Role.Chair), 2, "Wrong month.");
        await DeliverAsync();

        Assert.Empty(way.Sent);
        Assert.All(await MailsAsync(), m => Assert.Equal((MailState.TakenBack, "The pack was withdrawn before this mail went out."), (m.State, m.Error)));
        Assert.Equal(2, (await MailsAsync()).Count);
    }

    [Fact]
    public async Task The_register_says_of_a_pack_sent_again_what_became_of_the_last_mail_as_its_page_does()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var (member, register) = (board.As(Role.Member), database.Get<RegisterQueries>());
        await database.Get<PackDownloads>().NoteAsync(member, (await database.Get<PackQueries>().FindAsync(member, "1"))!, PackForm.Page, default);
        Assert.Contains("Board member, Council: downloaded", await register.CsvAsync(board.As(Role.Office), new(null, null)), StringComparison.Ordinal);

        database.Clock.Now = database.Clock.Now.AddHours(1);
        await Service.SendAsync(board.As(Role.Office), 1, (await RowsAsync(1)).Single(r => r.Recipient.Title == "Board member").Recipient.Id, 1);

        Assert.Equal(DeliveryState.Queued, await StateAsync("Board member"));
        Assert.Contains("Board member, Council: queued", await register.CsvAsync(board.As(Role.Office), new(null, null)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_failed_or_came_back_is_never_shown_as_success()
    {
        await IssueAsync(1);
        way.Outcome = mail => mail.To.StartsWith("clerk", StringComparison.Ordinal) ? new(MailResult.Refused, "No such user.") : new(MailResult.Sent);
        await DeliverAsync();
        Assert.Equal(DeliveryState.Failed, await StateAsync("Clerk"));

        var member = (await RowsAsync(1)).Single(r => r.Recipient.Title == "Board member").Delivery!;
        await Service.NoteCameBackAsync(board.As(Role.Office), 1, member.Id, member.Version);
        Assert.Equal(DeliveryState.CameBack, await StateAsync("Board member"));
        Assert.StartsWith("This line has changed while you were reading", (await Assert.ThrowsAsync<RuleException>(() => Service.NoteCameBackAsync(board.As(Role.Office), 1, member.Id, member.Version))).Message, StringComparison.Ordinal);
        Assert.Contains("came back", await database.Get<RegisterQueries>().CsvAsync(board.As(Role.Office), new(null, null)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task That_a_mail_came_back_can_be_noted_after_a_program_opened_its_link_and_not_after_somebody_read_the_pack()
    {
        await IssueAsync(1);
        Assert.All(await RowsAsync(1), r => Assert.False(r.MayHaveComeBack));
        await DeliverAsync();
        var (links, secret) = (database.Get<PackLinks>(), SecretOf("clerk@police.example"));
        await links.NoteOpenedAsync((await links.FindAsync(secret, default))!, default);

        Assert.Equal(["Board member", "Clerk"], (await RowsAsync(1)).Where(r => r.MayHaveComeBack).Select(r => r.Recipient.Title));
        var clerk = (await RowsAsync(1)).Single(r => r.Recipient.Title == "Clerk").Delivery!;
        await Service.NoteCameBackAsync(board.As(Role.Office), 1, clerk.Id, clerk.Version);
        Assert.Equal((DeliveryState.CameBack, "Board member"), (await StateAsync("Clerk"), Assert.Single(await RowsAsync(1), r => r.MayHaveComeBack).Recipient.Title));

        var member = board.As(Role.Member);
        await database.Get<PackDownloads>().NoteAsync(member, (await database.Get<PackQueries>().FindAsync(member, "1"))!, PackForm.Page, default);
        Assert.DoesNotContain(await RowsAsync(1), r => r.MayHaveComeBack);
    }

    [Fact]
    public async Task A_restore_withdraws_every_open_link_and_the_office_sends_the_pack_again()
    {
        await IssueAsync(1);
        await DeliverAsync();
        var (links, secret) = (database.Get<PackLinks>(), SecretOf("clerk@police.example"));

        await RestoreVerb.HoldAsync(database.Board, database.Clock, null);

        Assert.Equal((LinkState.Withdrawn, "IT team"), ((await links.FindAsync(secret, default))!.State, (await links.FindAsync(secret, default))!.Delivery.EndedBy));
        Assert.Null(await links.DownloadAsync(secret, default));
        database.Clock.Now = database.Clock.Now.AddHours(1);
        var clerk = (await RowsAsync(1)).Single(r => r.Recipient.Title == "Clerk");
        await Service.SendAsync(board.As(Role.Office), 1, clerk.Recipient.Id, 1);
        await database.Get<MailService>().ReleaseAsync(board.As(Role.Admin), send: false);
        await DeliverAsync();
        Assert.Equal(LinkState.Works, (await links.FindAsync(SecretOf("clerk@police.example"), default))!.State);
    }

    [Fact]
    public async Task Only_an_issued_pack_is_sent_only_by_the_office_and_only_to_its_list()
    {
        await AddAsync(1);
        var (standing, _) = await database.Get<DistributionQueries>().ListsAsync(board.As(Role.Office));
        var (clerk, editor) = (standing.Single(r => r.Recipient.Title == "Clerk").Recipient, standing.Single(r => r.Recipient.Title == "Editor").Recipient);
        Assert.Equal("Only an issued pack is sent. Have it issued first.", (await Assert.ThrowsAsync<RuleException>(() => Service.SendAsync(board.As(Role.Office), 1, clerk.Id, 0))).Message);
        await Life.ApproveAsync(board.As(Role.Lead), 1, Pdf, null);
        await Life.ApproveAsync(board.As(Role.Chair), 1, Pdf, null);

        Assert.StartsWith("There is no such recipient on the list of this edition.", (await Assert.ThrowsAsync<RuleException>(() => Service.SendAsync(board.As(Role.Office), 1, editor.Id, 0))).Message, StringComparison.Ordinal);
        await database.Get<DistributionService>().RemoveAsync(board.As(Role.Office), clerk.Id);
        Assert.StartsWith("Clerk was taken off the list", (await Assert.ThrowsAsync<RuleException>(() => Service.SendAsync(board.As(Role.Office), 1, clerk.Id, 1))).Message, StringComparison.Ordinal);
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Office))
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => Service.SendAsync(board.As(role), 1, clerk.Id, 1));
            await Assert.ThrowsAsync<ForbiddenException>(() => Service.WithdrawAsync(board.As(role), 1, 1, default));
        }
    }

    [Fact]
    public async Task Who_got_what_is_in_no_history_of_those_who_do_not_distribute()
    {
        await IssueAsync(1);
        var programmes = database.Get<HistoryQueries>();

        Assert.Contains((await programmes.ListAsync(board.As(Role.Office), new())).Rows, h => h.Kind == HistoryKind.PackSent);
        Assert.DoesNotContain((await programmes.ListAsync(board.As(Role.Member), new())).Rows, h => h.Kind == HistoryKind.PackSent);
    }

    private PackLife Life => database.Get<PackLife>();

    private async Task<IReadOnlyList<GotRow>> RowsAsync(int number) => (await database.Get<DistributionQueries>().OfPackAsync(board.As(Role.Office), $"{number}"))!.Rows;

    private async Task<int> TimesAsync(int? post) => (await RowsAsync(1)).Single(r => r.Recipient.MemberId == post).Times;

    private async Task<DeliveryState?> StateAsync(string title) => (await RowsAsync(1)).Single(r => r.Recipient.Title == title).State;

    private Task DeliverAsync() => new PostOffice(database.Board, way, database.Get<MailSeal>(), database.Get<PortalAddress>(), database.Options, database.Clock, NullLogger<PostOffice>.Instance).DeliverDueAsync(default);

    /// <summary>The link in the latest mail about an issued pack to an address.</summary>
    private string LinkTo(string address) => MailTextTests.Body(way.Sent.Last(m => m.To == address).Text).Split("\r\n").Single(l => l.StartsWith("http", StringComparison.Ordinal));

    private string SecretOf(string address) => LinkTo(address).Split('/')[^1];

    private async Task<List<MailItem>> MailsAsync()
    {
        await using var db = database.Open(board.Programme.Id);
        return await db.Mail.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }

    private async Task IssueAsync(int number, int version = 1)
    {
        await AddAsync(number, version);
        await Life.ApproveAsync(board.As(Role.Lead), number, Pdf, null);
        await Life.ApproveAsync(board.As(Role.Chair), number, Pdf, null);
    }

    private async Task AddAsync(int number, int version = 1)
    {
        await using var db = database.Open(board.Programme.Id);
        if (!await db.Files.AnyAsync(f => f.Hash == Pdf))
            db.Files.Add(new() { Hash = Pdf, Content = [1] });
        var pack = new Pack { ProgrammeId = board.Programme.Id, Number = number, Version = version, PeriodKey = "2026-01", PeriodName = "January 2026", PositionAsAt = TestDates.Day("2026-01-31"), BuiltOn = board.Today, BuiltAt = database.Clock.Now, BuiltBy = "Scheduler", FactsJson = "{}", FactsHash = "a", FileHash = Pdf, Correction = version > 1 ? "Wrong month." : "" };
        pack.AskFor([board.Lead, await db.Members.SingleAsync(m => m.Role == Role.Chair)], issueWithLast: true);
        db.Packs.Add(pack);
        await db.SaveChangesAsync();
    }

    /// <summary>Refuses to save what says that a pack was sent, as a full disk would.</summary>
    private sealed class FailingSaves : SaveChangesInterceptor
    {
        public bool Forbidden { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            Forbidden && eventData.Context!.ChangeTracker.Entries<PackDelivery>().Any() ? throw new IOException("The disk is full.") : ValueTask.FromResult(result);
    }
}
