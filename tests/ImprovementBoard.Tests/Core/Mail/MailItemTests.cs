using ImprovementBoard.Core;
using ImprovementBoard.Core.Mail;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Core.Mail;

public sealed class MailItemTests
{
    private static readonly DateTimeOffset Now = TestClock.Instant("2026-03-02 09:00");

    private static MailDraft Draft => new("pack/1/2/1", "pack/1", "clerk@council.example", "Clerk", "Board pack 2026-03 v1", "Read it here:\n{link}", "/programmes/x/packs/1");

    [Theory]
    [InlineData(MailResult.Sent, MailState.Sent)]
    [InlineData(MailResult.TryAgain, MailState.Queued)]
    [InlineData(MailResult.ServerDown, MailState.Queued)]
    [InlineData(MailResult.Refused, MailState.Failed)]
    [InlineData(MailResult.Unknown, MailState.Unsure)]
    [InlineData(MailResult.Stopped, MailState.Queued)]
    public void What_became_of_a_try_follows_from_its_result(MailResult result, MailState state)
    {
        var mail = Claimed(secret: "sealed");

        mail.Note(new(result, "Why."), Now);

        Assert.Equal(state, mail.State);
        Assert.Equal(state == MailState.Queued, mail.Secret is not null);
        Assert.Equal(state == MailState.Sent ? Now : null, mail.SentAt);
        Assert.Equal(state == MailState.Sent ? "" : "Why.", mail.Error);
        Assert.Null(mail.ClaimedAt);
    }

    [Fact]
    public void The_pauses_grow_end_after_two_days_and_then_it_is_failed()
    {
        var mail = MailItem.Queue(1, Draft, Day("2026-03-02"), Now);
        var now = Now;
        var waits = new List<TimeSpan>();
        for (mail.Attempts = 1; ; mail.Attempts++)
        {
            mail.State = MailState.Sending;
            mail.Note(new(MailResult.ServerDown, "It does not answer."), now);
            if (mail.State != MailState.Queued)
                break;
            waits.Add(mail.NextTryAt - now);
            now = mail.NextTryAt;
        }

        Assert.Equal(waits.Order(), waits);
        Assert.InRange((now - Now).TotalHours, 47, 53);
        Assert.Equal((MailState.Failed, MailItem.Pauses.Count + 1, "Given up after 15 tries. It does not answer."), (mail.State, mail.Attempts, mail.Error));
    }

    [Fact]
    public void A_try_that_a_stop_of_the_portal_ended_counts_for_nothing()
    {
        var mail = Claimed();

        mail.Note(new(MailResult.Stopped), Now.AddHours(1));

        Assert.Equal((MailState.Queued, 0, Now.AddHours(1)), (mail.State, mail.Attempts, mail.NextTryAt));
    }

    [Theory]
    [InlineData(MailRoute.Server, MailState.Unsure)]
    [InlineData(MailRoute.Outbox, MailState.Queued)]
    public void What_went_to_a_server_when_the_portal_died_is_not_sent_again_by_itself(MailRoute via, MailState state)
    {
        var mail = Claimed();
        mail.Via = via;

        mail.Interrupt(Now);

        Assert.Equal(state, mail.State);
        Assert.Equal(state == MailState.Unsure, mail.Error.StartsWith("The portal stopped while it was being sent. It may have arrived", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Pack 1\r\nBcc: all@evil.example", "Pack 1 Bcc: all@evil.example")]
    [InlineData("Pack\0 1\u2028\u0085x", "Pack 1 x")]
    [InlineData("  Pack   1 ", "Pack 1")]
    public void A_subject_is_one_line(string given, string kept) => Assert.Equal(kept, MailItem.Queue(1, Draft with { Subject = given }, Day("2026-03-02"), Now).Subject);

    [Fact]
    public void A_body_keeps_its_lines_and_nothing_else_that_is_no_letter() =>
        Assert.Equal("One\nTwo\tthree", MailItem.Queue(1, Draft with { Body = "One\r\nTwo\tthr\u001bee\0\r" }, Day("2026-03-02"), Now).Body);

    [Fact]
    public void A_long_subject_is_cut_and_a_bad_address_is_a_fault_of_the_program()
    {
        Assert.Equal(MailItem.SubjectMaxLength, MailItem.Queue(1, Draft with { Subject = new string('x', 900) }, Day("2026-03-02"), Now).Subject.Length);
        Assert.Throws<ArgumentException>(() => MailItem.Queue(1, Draft with { To = "a@b.example\r\nRCPT TO:<c@d.example>" }, Day("2026-03-02"), Now));
    }

    [Theory]
    [InlineData(MailState.Failed, false, null)]
    [InlineData(MailState.Unsure, false, null)]
    [InlineData(MailState.Failed, true, "Its link was for the recipient alone and is not kept. Send a new one where this one came from: the page “Who got it” of the pack, or “People” for an invitation.")]
    [InlineData(MailState.Queued, false, "This mail is queued. Only one that failed, or that may have been sent, is sent again.")]
    [InlineData(MailState.Sending, false, "This mail is sending. Only one that failed, or that may have been sent, is sent again.")]
    [InlineData(MailState.TakenBack, false, "This mail is taken back. Only one that failed, or that may have been sent, is sent again.")]
    [InlineData(MailState.Sent, false, "This mail is sent. Only one that failed, or that may have been sent, is sent again.")]
    public void Only_what_did_not_go_out_for_sure_is_sent_again(MailState state, bool secret, string? sentence)
    {
        var mail = Claimed(secret ? "sealed" : null);
        mail.State = state;

        Assert.Equal(sentence, Record.Exception(() => mail.SendAgain(Now)) is RuleException fault ? fault.Message : null);
        Assert.Equal(sentence is null ? MailState.Queued : state, mail.State);
    }

    [Fact]
    public void What_lies_in_the_outbox_is_never_called_sent()
    {
        Assert.Equal(("In the outbox", "Sent", "May have been sent"), (MailState.Sent.Words(MailRoute.Outbox), MailState.Sent.Words(MailRoute.Server), MailState.Unsure.Words(MailRoute.Server)));
        Assert.Distinct(Enum.GetValues<MailState>().Select(s => s.Words(MailRoute.Server)));
    }

    [Fact]
    public void One_that_is_cleared_while_it_is_sent_is_not_tried_again()
    {
        var mail = Claimed();

        mail.Clear(Day("2026-03-02"));

        Assert.Equal((MailState.Unsure, null, ""), (mail.State, mail.ClaimedAt, mail.To));
        Assert.Throws<RuleException>(() => mail.SendAgain(Now));
    }

    private static MailItem Claimed(string? secret = null)
    {
        var mail = MailItem.Queue(1, Draft with { Secret = secret }, Day("2026-03-02"), Now);
        (mail.State, mail.Attempts, mail.ClaimedAt, mail.Via) = (MailState.Sending, 1, Now, MailRoute.Server);
        return mail;
    }
}
