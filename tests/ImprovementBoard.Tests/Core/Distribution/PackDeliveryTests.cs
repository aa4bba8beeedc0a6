using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Distribution;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Distribution;

public sealed class PackDeliveryTests
{
    private static readonly Actor Office = new(1, 9, "Programme office", Role.Office);
    private static readonly DateOnly Today = Day("2026-03-02");
    private static readonly DateTimeOffset Now = TestClock.Instant("2026-03-02 09:00");

    [Theory]
    [InlineData(null, null, DeliveryState.Failed)]
    [InlineData(MailState.Queued, null, DeliveryState.Queued)]
    [InlineData(MailState.Sending, MailRoute.Server, DeliveryState.Queued)]
    [InlineData(MailState.Sent, MailRoute.Server, DeliveryState.Sent)]
    [InlineData(MailState.Sent, MailRoute.Outbox, DeliveryState.InOutbox)]
    [InlineData(MailState.Failed, MailRoute.Server, DeliveryState.Failed)]
    [InlineData(MailState.Unsure, MailRoute.Server, DeliveryState.Unsure)]
    [InlineData(MailState.TakenBack, null, DeliveryState.TakenBack)]
    public void Untouched_it_got_as_far_as_its_mail(MailState? mail, MailRoute? via, DeliveryState state) =>
        Assert.Equal(state, Delivery().StateOf(mail is { } m ? (m, via) : null));

    // opened, downloads by link, readings in the portal, came back
    [Theory]
    [InlineData(true, 0, 0, false, DeliveryState.Opened)]
    [InlineData(true, 2, 0, false, DeliveryState.Downloaded)]
    [InlineData(false, 0, 1, false, DeliveryState.Downloaded)]
    [InlineData(false, 0, 0, true, DeliveryState.CameBack)]
    [InlineData(true, 0, 0, true, DeliveryState.CameBack)]
    [InlineData(true, 1, 0, true, DeliveryState.Downloaded)]
    public void What_is_known_of_the_recipient_counts_for_more(bool opened, int downloads, int readings, bool cameBack, DeliveryState state)
    {
        foreach (var mail in Enum.GetValues<MailState>())
        {
            var delivery = Delivery();
            (delivery.OpenedAt, delivery.Downloads, delivery.CameBackOn) = (opened ? Now : null, downloads, cameBack ? Today : null);
            Assert.Equal(state, delivery.StateOf((mail, MailRoute.Server), readings));
        }
    }

    [Fact]
    public void Nothing_that_failed_is_called_by_a_word_of_success()
    {
        Assert.Distinct(Enum.GetValues<DeliveryState>().Select(s => s.Words()));
        Assert.Equal([DeliveryState.Unsure, DeliveryState.Failed, DeliveryState.CameBack], Enum.GetValues<DeliveryState>().Where(s => s.IsTrouble()));
    }

    // minutes after the end, ended by a person, replaced, superseded
    [Theory]
    [InlineData(-1, false, false, false, LinkState.Works)]
    [InlineData(0, false, false, false, LinkState.Expired)]
    [InlineData(-1, true, false, false, LinkState.Withdrawn)]
    [InlineData(-1, false, true, false, LinkState.Replaced)]
    [InlineData(-1, false, false, true, LinkState.Superseded)]
    [InlineData(5, true, true, true, LinkState.Replaced)]
    [InlineData(5, true, false, true, LinkState.Withdrawn)]
    [InlineData(5, false, false, true, LinkState.Superseded)]
    public void A_link_lives_until_its_end_or_until_somebody_ends_it(int minutes, bool ended, bool replaced, bool superseded, LinkState state)
    {
        var delivery = Delivery();
        (delivery.EndedOn, delivery.Replaced) = (ended || replaced ? Today : null, replaced);

        Assert.Equal(state, delivery.LinkAt(delivery.ExpiresAt!.Value.AddMinutes(minutes), superseded));
    }

    [Fact]
    public void A_withdrawn_link_takes_back_a_mail_that_is_not_out_yet()
    {
        var (waiting, sent) = (Delivery(MailState.Queued), Delivery(MailState.Sent));

        waiting.Withdraw(Office, Today);
        sent.Withdraw(Office, Today);

        Assert.Equal((MailState.TakenBack, "Its link was withdrawn before it was sent."), (waiting.Mail!.State, waiting.Mail.Error));
        Assert.Equal((MailState.Sent, LinkState.Withdrawn), (sent.Mail!.State, sent.LinkAt(Now, false)));
        Assert.StartsWith("This link was ended on 2 March 2026 already.", Assert.Throws<RuleException>(() => sent.Withdraw(Office, Today)).Message, StringComparison.Ordinal);
        var post = Delivery();
        post.TokenHash = null;
        Assert.StartsWith("The clerk signs in to read packs", Assert.Throws<RuleException>(() => post.Withdraw(Office, Today)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_that_came_back_ends_its_link_and_is_noted_once()
    {
        var delivery = Delivery(MailState.Sent);

        delivery.NoteCameBack(Office, Today);

        Assert.Equal((DeliveryState.CameBack, LinkState.Withdrawn), (delivery.StateOf((MailState.Sent, MailRoute.Server)), delivery.LinkAt(Now, false)));
        Assert.Throws<RuleException>(() => delivery.NoteCameBack(Office, Today));
        Assert.Equal("No mail went out that could have come back.", Assert.Throws<RuleException>(() => Delivery(MailState.Failed).NoteCameBack(Office, Today)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(91)]
    [InlineData(null)]
    public void Links_work_from_one_day_to_ninety(int? days)
    {
        var programme = Programme();

        Assert.Equal("Give a number of days from 1 to 90.", Assert.Throws<RuleException>(() => programme.ChangeLinkDays(days)).Message);
        Assert.Equal(14, programme.LinkDays);
        programme.ChangeLinkDays(90);
        Assert.Equal(90, programme.LinkDays);
    }

    [Fact]
    public void A_letter_names_the_pack_and_holds_its_link_and_nothing_of_what_it_says()
    {
        var pack = new Pack { Number = 7, Audience = Audience.Commissioner, PeriodKey = "2026-03", PeriodName = "March 2026", PositionAsAt = Today, BuiltBy = "Scheduler", FactsJson = "what it says", FactsHash = "facts", FileHash = "file", Version = 2, Correction = "why there is a second" };
        foreach (var expires in new DateTimeOffset?[] { null, Now.AddDays(14) })
        {
            var (subject, body) = Letters.Issued(Programme(), pack, Delivery(), expires);

            Assert.Equal("Testshire: commissioner pack 2026-03 v2", subject);
            Assert.Single(body.Split('\n'), MailItem.LinkLine);
            Assert.Contains("Pack 7 (2026-03 v2) of Testshire is issued: the commissioner edition for March 2026, with the position as at 2 March 2026.", body, StringComparison.Ordinal);
            Assert.Equal(expires is not null, body.Contains("works until 16 March 2026, 09:00", StringComparison.Ordinal));
            Assert.DoesNotContain("what it says", body, StringComparison.Ordinal);
            Assert.DoesNotContain("why there is", body, StringComparison.Ordinal);
        }
        Assert.Contains("Pack 7 (2026-03 v2) of Testshire waits for your approval, as Board chair.", Letters.YourTurn(Programme(), pack, "Board chair").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, "Testshire: 1 update by 31 March 2026", "The board meets on 16 April 2026. You lead 1 action that wants an update.")]
    [InlineData(3, true, "Testshire: reminder, 3 updates by 31 March 2026", "3 actions you lead have no update yet for the board of 16 April 2026.")]
    public void A_lead_reads_how_many_updates_are_owed_and_until_when(int actions, bool again, string subject, string first)
    {
        var letter = Letters.UpdatesOwed(Programme(), Day("2026-03-31"), Day("2026-04-16"), actions, again);

        Assert.Equal((subject, first), (letter.Subject, letter.Body.Split('\n')[0]));
        Assert.Single(letter.Body.Split('\n'), MailItem.LinkLine);
    }

    private static Programme Programme() => new() { Slug = "testshire", Name = "Testshire", Council = "Testshire", CouncilCode = "999" };

    private static PackDelivery Delivery(MailState? mail = null)
    {
        var delivery = new PackDelivery { ProgrammeId = 1, Title = "Clerk", Agency = "Police", By = "Scheduler", On = Today, At = Now, TokenHash = "hash", ExpiresAt = Now.AddDays(14) };
        if (mail is { } state)
        {
            delivery.Mail = MailItem.Queue(1, new("key", "about", "clerk@b.example", "Clerk", "Subject", "Body", "/"), Today, Now);
            delivery.Mail.State = state;
        }
        return delivery;
    }
}
